using Gateway.Demo;

if (args is ["demo-device", .. var rest])
    return DemoDevice.Run(rest is ["--name", var name] ? name : "sw-6022");
Console.WriteLine("gateway");
return 0;
