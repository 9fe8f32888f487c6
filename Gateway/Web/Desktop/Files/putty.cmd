@echo off
rem A PuTTY session to {{place}} as {{user}}, through {{host}}. It is good once, from the address that asked for it, until
rem {{until}}. It removes itself.
set "PUTTY=putty.exe"
if exist "%ProgramFiles%\PuTTY\putty.exe" set "PUTTY=%ProgramFiles%\PuTTY\putty.exe"
start "" "%PUTTY%" -{{protocol}} -P {{port}} -l "{{user}}"{{puttykeys}} {{host}}
(goto) 2>nul & del "%~f0"
