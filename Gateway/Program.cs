using System.CommandLine;
using Gateway.Commands;
using Gateway.Demo;
using Gateway.Terminals;

// Before anything else is loaded: every visitor of the demo waits for this start.
if (args is ["demo-device", "--name", var device])
    return DemoDevice.Run(device);

ChildReaper.RestoreChildSignal();
var root = new RootCommand("Gateway: terminals in the browser, locked to one host.")
{
    ServeCommand.ConfigOption,
    ServeCommand.Create(),
    CheckCommand.Create(),
    StatusCommand.Create(),
    PolicyCommand.Create(),
    UserCommand.Create(),
    AuditCommand.Create(),
    RecordingCommand.Create(),
    HostKeyCommand.Create(),
    DemoCommand.Create(),
};
root.SetAction((parsed, cancellation) => ServeCommand.RunAsync(parsed, cancellation));
// The host ends on SIGTERM and SIGINT by itself, and takes the time it needs.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
