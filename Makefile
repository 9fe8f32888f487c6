# What a newcomer and CI both call. Settings: CONFIG=path/gateway.json for "make run", SOAK_MINUTES for "make soak",
# RID=linux-arm64 and such for "make agent".

export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
CONFIG ?=
SOAK_MINUTES ?= 10
RID ?= linux-x64
BENCH := dotnet Gateway.Tests/bin/Release/net10.0/Gateway.Tests.dll
GATEWAY := dotnet Gateway/bin/Release/net10.0/gateway.dll

.DEFAULT_GOAL := help
.PHONY: help run test bench soak build publish agent clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## installs what is missing, builds, serves the demo; CONFIG=path/gateway.json serves that instead
	@config/prerequisites.sh run
	@dotnet build Gateway -c Release --nologo -v quiet
	@exec $(GATEWAY) $(if $(CONFIG),serve --config '$(CONFIG)',demo)

test: ## installs what the tests need and runs all of them
	@.ci/test

bench: ## prints how fast it is beside the physical limit, in about twelve minutes
	@config/prerequisites.sh bench
	@dotnet build Gateway.Tests -c Release --nologo -v quiet
	@exec $(BENCH) bench

soak: ## cuts connections and opens terminals for SOAK_MINUTES (10), and checks every byte
	@config/prerequisites.sh run
	@dotnet build Gateway.Tests -c Release --nologo -v quiet
	@exec $(BENCH) soak $(SOAK_MINUTES)

build: ## builds everything
	@dotnet build -c Release --nologo -v minimal

publish: ## builds what one installs, into publish/
	@dotnet publish Gateway -c Release -o publish --nologo -v minimal

agent: ## builds what one puts on a device that dials in, publish/gateway-agent: one file that needs nothing else
	@dotnet publish Gateway/Agent/gateway-agent.csproj -c Release -r $(RID) -o publish --nologo -v quiet
	@ls -l publish/gateway-agent

clean: ## removes what was built
	@rm -rf publish wwwroot/dist wwwroot/node_modules Gateway*/bin Gateway*/obj Gateway/Agent/bin Gateway/Agent/obj
