using System.Security.Cryptography;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class FileCheckTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly WrittenFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_configuration_whose_files_are_in_order_is_good() => Assert.Empty(folder.Load("").Faults);

    [Fact]
    public void A_missing_program_is_a_fault_with_value_and_line()
    {
        var fault = folder.Fault("\"clients\": { \"ssh\": \"/nowhere/ssh\", \"telnet\": null }");

        Assert.Equal(("clients.ssh", "\"/nowhere/ssh\"", "line 3"), (fault.Key, fault.Value, fault.Origin));
        Assert.StartsWith("Install openssh-client", fault.Repair, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_program() =>
        Assert.Equal("clients.ssh", folder.Fault($"\"clients\": {{ \"ssh\": \"{folder.Path}\", \"telnet\": null }}").Key);

    [Theory]
    [InlineData(Executable & ~UnixFileMode.UserExecute, "is not executable")]
    [InlineData(Executable | UnixFileMode.GroupWrite, "is a program that others can change")]
    [InlineData(Executable | UnixFileMode.OtherWrite, "is a program that others can change")]
    public void A_program_is_executable_and_its_owners_alone(UnixFileMode mode, string problem)
    {
        File.SetUnixFileMode(folder["client"], mode);

        Assert.Equal(problem, folder.Fault("").Problem);
    }

    [Fact]
    public void A_link_to_a_program_is_judged_by_its_target()
    {
        File.CreateSymbolicLink(folder["link"], folder["client"]);

        Assert.Empty(folder.Load($"\"clients\": {{ \"ssh\": \"{folder["link"]}\", \"telnet\": null }}").Faults);
    }

    [Fact]
    public void A_method_that_is_off_needs_no_program() =>
        Assert.Empty(folder.Load($"\"clients\": {{ \"ssh\": \"{folder["client"]}\", \"telnet\": null }}").Faults);

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void An_identity_that_others_can_use_is_a_fault(UnixFileMode bit)
    {
        folder.Write("id", "key", UnixFileMode.UserRead | bit);

        var fault = folder.Fault("\"ssh\": { \"identity\": \"id\" }");
        Assert.Equal("is a private key that others can read or write", fault.Problem);
        Assert.Equal($"Run: chmod 600 {folder["id"]}", fault.Repair);
    }

    [Fact]
    public void A_private_identity_is_good()
    {
        folder.Write("id", "key");

        Assert.Empty(folder.Load("\"ssh\": { \"identity\": \"id\" }").Faults);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("configFile")]
    public void A_missing_file_is_a_fault(string key)
    {
        var fault = folder.Fault($"\"ssh\": {{ \"{key}\": \"missing\" }}");

        Assert.Equal($"ssh.{key}", fault.Key);
        Assert.Equal($"does not exist: {folder["missing"]}", fault.Problem);
    }

    [Fact]
    public void An_identity_that_is_a_folder_is_a_fault() =>
        Assert.Equal("is a folder", folder.Fault($"\"ssh\": {{ \"identity\": \"{folder.Path}\" }}").Problem);

    [Fact]
    public void An_ssh_config_that_others_can_change_is_a_fault()
    {
        folder.Write("ssh_config", "", UnixFileMode.UserRead | UnixFileMode.OtherRead | UnixFileMode.OtherWrite);

        Assert.Equal("ssh.configFile", folder.Fault("\"ssh\": { \"configFile\": \"ssh_config\" }").Key);
    }

    [Fact]
    public void Known_hosts_need_a_folder() =>
        Assert.Equal("ssh.knownHosts", folder.Fault("\"ssh\": { \"knownHosts\": \"nowhere/known_hosts\" }").Key);

    [Theory]
    [InlineData("known$hosts")]
    [InlineData("known\\\"hosts")]
    [InlineData("known\\\\hosts")]
    public void A_path_that_ssh_cannot_be_given_is_a_fault(string name) =>
        Assert.Equal("ssh.knownHosts", folder.Fault($"\"ssh\": {{ \"knownHosts\": \"{folder.Path}/{name}\" }}").Key);

    [Theory]
    [InlineData("known hosts")]
    [InlineData("known%hosts~")]
    public void Blanks_and_percent_signs_in_it_are_none(string name) =>
        Assert.Empty(folder.Load($"\"ssh\": {{ \"knownHosts\": \"{folder.Path}/{name}\" }}").Faults);

    [Fact]
    public void A_certificate_and_its_key_are_good()
    {
        folder.WriteCertificate("cert.pem", "key.pem");

        Assert.Empty(folder.Load(Tls).Faults);
    }

    [Fact]
    public void A_certificate_with_another_key_is_a_fault()
    {
        folder.WriteCertificate("cert.pem", "other.pem");
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        folder.Write("key.pem", another.ExportPkcs8PrivateKeyPem());

        Assert.Equal("tls.certificate", folder.Fault(Tls).Key);
    }

    [Fact]
    public void A_certificate_file_that_holds_none_is_a_fault()
    {
        folder.Write("cert.pem", "hello");
        folder.Write("key.pem", "hello");

        Assert.Equal("tls.certificate", folder.Fault(Tls).Key);
    }

    [Fact]
    public void A_certificates_key_that_everybody_can_read_is_a_fault()
    {
        folder.WriteCertificate("cert.pem", "key.pem");
        File.SetUnixFileMode(folder["key.pem"], UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Equal("tls.key", folder.Fault(Tls).Key);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_data_folder_that_others_can_look_into_is_a_fault(UnixFileMode bit)
    {
        Directory.CreateDirectory(folder["data"], Executable | bit);
        File.SetUnixFileMode(folder["data"], Executable | bit);

        Assert.Equal($"Run: chmod 700 {folder["data"]}", folder.Fault("").Repair);
    }

    [Fact]
    public void A_data_folder_below_a_file_is_a_fault() =>
        Assert.Equal($"is below a file: {folder["client"]}", folder.Fault("\"data\": \"client/data\"").Problem);

    [Fact]
    public void A_data_folder_that_cannot_be_created_is_a_fault() =>
        Assert.StartsWith("cannot be written to", folder.Fault("\"data\": \"/proc/gateway\"").Problem, StringComparison.Ordinal);

    [Fact]
    public void A_link_to_a_data_folder_is_judged_by_its_target()
    {
        Directory.CreateDirectory(folder["real"], Executable);
        Directory.CreateSymbolicLink(folder["data"], folder["real"]);

        Assert.Empty(folder.Load("").Faults);
    }

    [Fact]
    public void A_log_that_cannot_be_written_is_a_fault() =>
        Assert.Equal("logging.file", folder.Fault("\"logging\": { \"file\": \"/proc/gateway/log-.json\" }").Key);

    [Fact]
    public void Checking_creates_nothing()
    {
        Assert.Empty(folder.Load("").Faults);

        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public void Starting_creates_the_data_folder_for_its_account_alone()
    {
        Assert.Empty(folder.Load("\"data\": \"deep/data\"", prepare: true).Faults);

        Assert.Equal(Executable, File.GetUnixFileMode(folder["deep/data"]));
    }

    [Fact]
    public void Starting_with_a_fault_creates_nothing()
    {
        Assert.NotEmpty(folder.Load("\"ports\": [0]", prepare: true).Faults);

        Assert.False(Directory.Exists(folder["data"]));
    }

    [Fact]
    public void What_is_wrong_as_text_is_not_looked_for_in_the_file_system() =>
        Assert.Equal("is not the absolute path of a program", folder.Fault("\"clients\": { \"ssh\": \"ssh\", \"telnet\": null }").Problem);

    private const string Tls = "\"tls\": { \"certificate\": \"cert.pem\", \"key\": \"key.pem\" }";
}
