using System.CommandLine;
using Gateway;
using Gateway.Agent;
using Gateway.Commands;
using Gateway.Demo;
using Gateway.Methods;
using Gateway.Terminals;

// Before anything else is loaded: every visitor of the demo waits for this start.
if (args is ["demo-device", "--name", var device])
    return DemoDevice.Run(device);

// ssh asks this program, once a sign-in; it waits as well.
if (Environment.GetEnvironmentVariable(SshMethod.AskpassSocket) is { } socket)
    return Askpass.Run(socket, args);

ChildReaper.RestoreChildSignal();
var root = new RootCommand("Gateway: terminals in the browser, locked to one host.")
{
    ServeCommand.ConfigOption,
    ServeCommand.Create(),
    CheckCommand.Create(),
    StatusCommand.Create(),
    PolicyCommand.Create(),
    InventoryCommand.Create(),
    DeviceCommand.Create(),
    UserCommand.Create(),
    AuditCommand.Create(),
    RecordingCommand.Create(),
    CredentialCommand.Create(),
    KeyCommand.Create(),
    HostKeyCommand.Create(),
    AgentCommand.Create(),
    DemoCommand.Create(),
};
root.SetAction((parsed, cancellation) => ServeCommand.RunAsync(parsed, cancellation));
// The host ends on SIGTERM and SIGINT by itself, and takes the time it needs.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
