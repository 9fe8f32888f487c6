namespace Gateway.Configuration;

/// <summary>What settings have to be to each other.</summary>
internal static class Rules
{
    /// <summary>Adds a fault for every rule that is broken. Settings that are wrong by themselves are not judged again.</summary>
    public static void Check(GatewayConfiguration configuration, Reading reading)
    {
        Clients(configuration.Clients, reading);
        Listening(configuration, reading);
        Flow(configuration.Flow, reading);
        if (configuration.Limits.InputWindow < configuration.Limits.InputSize)
            Broken(reading, "limits.inputWindow", "is less than limits.inputSize", "Make it at least as large: one input call has to fit.", "limits.inputSize");
        ScaleRules.Check(configuration, reading);
        AccessRules.Check(configuration, reading);
        RecordingRules.Check(configuration, reading);
        InventoryChecks.Check(configuration, reading);
        TunnelChecks.Check(configuration, reading);
    }

    /// <summary>Adds a fault for a certificate without its key, or the other way round, and for missing ones where they are needed.</summary>
    public static void BothOrNeither(Reading reading, string group, string? certificate, string? key, bool required, string otherwise)
    {
        if (certificate is null && (required || key is not null))
            Broken(reading, $"{group}.certificate", "is missing", $"Set it to the certificate's PEM file, {otherwise}");
        if (key is null && (required || certificate is not null))
            Broken(reading, $"{group}.key", "is missing", $"Set it to the private key's PEM file, {otherwise}");
    }

    /// <summary>Adds a fault, unless the setting or one of the others has one already.</summary>
    public static void Broken(Reading reading, string key, string problem, string repair, params string[] others)
    {
        if (!others.Append(key).Any(reading.IsFaulty))
            reading.Faults.Add(new ConfigurationFault(key, reading.ShownOf(key), problem, repair, reading.OriginOf(key)));
    }

    private static void Clients(ClientSettings clients, Reading reading)
    {
        if (clients is { Ssh: null, Telnet: null })
            Broken(reading, "clients", "has every method switched off", "Set \"ssh\" or \"telnet\" to the path of its program.", "clients.ssh", "clients.telnet");
    }

    private static void Listening(GatewayConfiguration configuration, Reading reading)
    {
        var wantsTls = configuration.Listen.Append(configuration.Operations.Listen).Any(address => address is { IsHttps: true });
        BothOrNeither(reading, "tls", configuration.Tls.Certificate, configuration.Tls.Key, wantsTls, "or listen on http:// only and leave tls out.");

        if (configuration.Listen.FirstOrDefault(address => !address.IsLoopback) is not { } open)
            return;
        if (configuration.PublicUrl is null)
            Broken(reading, "publicUrl", $"is missing, but {open} can be reached from other machines", "Write the address people use, such as \"https://gateway.example\": only pages from there may open terminals.");
        if (!configuration.AllowAnonymousBeyondLoopback && !configuration.SignIn.IsOn)
        {
            Broken(reading, "allowAnonymousBeyondLoopback", $"is false, but {open} can be reached from other machines and nobody has to sign in",
                "Say in signIn how people sign in, listen on 127.0.0.1 behind a proxy that signs them in, or set this to true if everybody who reaches the address may open terminals.", "signIn.people", "signIn.oidc.authority", "signIn.ldap.url", "signIn.proxy.from", "signIn.certificates.authority");
        }
    }

    private static void Flow(FlowSettings flow, Reading reading)
    {
        if (flow.AcknowledgeEvery > flow.Low)
            Broken(reading, "flow.low", $"is less than flow.acknowledgeEvery ({flow.AcknowledgeEvery})", "Raise it, or the gate could wait for an acknowledgement that never comes.", "flow.acknowledgeEvery");
        if (flow.Low >= flow.High)
            Broken(reading, "flow.high", $"is not above flow.low ({flow.Low})", "Raise it, or lower flow.low.", "flow.low");
        if (flow.High >= flow.Log - FlowSettings.SegmentSize)
            Broken(reading, "flow.log", $"is not above flow.high plus one segment ({flow.High} + {FlowSettings.SegmentSize})", "Raise it, or the log could drop output that a slow viewer has yet to read.", "flow.high");
    }
}
