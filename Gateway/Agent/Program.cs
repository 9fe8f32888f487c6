using System.CommandLine;
using Gateway.Agent;

return await AgentCommand.CreateRoot().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
