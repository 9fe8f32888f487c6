# One gateway node as a container image: docker build -t gateway .
# What it needs to run stands in the README ("Deployment").

FROM node:24-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# dotnet publish runs npm, which builds the web client; the Node.js of the image's own distribution is too old.
COPY --from=node /usr/local/bin/ /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules/ /usr/local/lib/node_modules/
WORKDIR /source
COPY .editorconfig Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY config/ssh_config config/gateway-agent.service config/
COPY wwwroot/ wwwroot/
COPY Gateway/ Gateway/
RUN dotnet publish Gateway -c Release -o publish --nologo -v minimal

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
 && apt-get install -y --no-install-recommends openssh-client inetutils-telnet tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o $APP_UID -g $APP_UID -m 700 /var/lib/gateway
COPY --from=build /source/publish/ /opt/gateway/
# Nothing but this folder is written to, so the rest can be mounted read-only (docker run --read-only --tmpfs /tmp).
ENV GATEWAY__DATA=/var/lib/gateway
VOLUME /var/lib/gateway
USER $APP_UID
EXPOSE 5000
# Bash itself asks: the image has no curl. For a gateway that listens on http://*:5000.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/5000 && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.1 200' <&3"]
ENTRYPOINT ["dotnet", "/opt/gateway/gateway.dll"]
CMD ["serve", "--config", "/etc/gateway/gateway.json"]
