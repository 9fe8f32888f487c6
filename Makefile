# What a newcomer and CI both call. Settings: CONFIG=path/gateway.json for "make run".

export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
CONFIG ?=
GATEWAY := dotnet Gateway/bin/Release/net10.0/gateway.dll

.DEFAULT_GOAL := help
.PHONY: help run test build publish clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## installs what is missing, builds, serves the demo; CONFIG=path/gateway.json serves that instead
	@config/prerequisites.sh run
	@dotnet build Gateway -c Release --nologo -v quiet
	@exec $(GATEWAY) $(if $(CONFIG),serve --config '$(CONFIG)',demo)

test: ## installs what the tests need and runs all of them
	@.ci/test

build: ## builds everything
	@dotnet build -c Release --nologo -v minimal

publish: ## builds what one installs, into publish/
	@dotnet publish Gateway -c Release -o publish --nologo -v minimal

clean: ## removes what was built
	@rm -rf publish wwwroot/dist wwwroot/node_modules Gateway*/bin Gateway*/obj
