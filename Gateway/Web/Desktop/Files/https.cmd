@echo off
rem An ssh session to {{place}} as {{user}}, through {{url}}. It is good once, from the address that asked for it, until
rem {{until}}. It uses the ssh and the PowerShell that Windows brings, and removes itself.
setlocal DisableDelayedExpansion
set "GATEWAY_FILE=%~f0"
set "GATEWAY_WORK=%TEMP%\gateway-%RANDOM%%RANDOM%%RANDOM%"
mkdir "%GATEWAY_WORK%" || exit /b 1
powershell -NoProfile -Command "$part = [IO.File]::ReadAllText($env:GATEWAY_FILE) -split '(?m)^::==.*\r?\n'; $n = 0; foreach ($name in 'known_hosts', 'ticket', 'relay.ps1') { $n++; [IO.File]::WriteAllText($env:GATEWAY_WORK + '\' + $name, $part[$n]) }" || exit /b 1
ssh -l "{{user}}" -o "ProxyCommand=powershell -NoProfile -ExecutionPolicy Bypass -File \"%GATEWAY_WORK%\relay.ps1\"" -o "HostKeyAlias={{alias}}" -o "UserKnownHostsFile=\"%GATEWAY_WORK%\known_hosts\"" -o GlobalKnownHostsFile=NUL -o StrictHostKeyChecking={{strict}} -o UpdateHostKeys=no %* "{{alias}}"
rmdir /s /q "%GATEWAY_WORK%"
(goto) 2>nul & del "%GATEWAY_FILE%"
exit /b
::== the device's own key, as the gateway has it on record
{{keys}}
::== the ticket, good once
{{ticket}}
::== what carries ssh's bytes
{{powershell}}
