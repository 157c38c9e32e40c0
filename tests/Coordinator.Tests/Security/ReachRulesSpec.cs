using System.Net;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>The table of docs/security.md, row by row.</summary>
public sealed class ReachRulesSpec
{
    [Theory]
    // address, certificates, token, insecure -> fine, warning, or the number of the error
    [InlineData("127.0.0.1", false, false, false, "fine")]
    [InlineData("127.9.9.9", false, false, false, "fine")]
    [InlineData("::1", false, true, false, "fine")]
    [InlineData("0.0.0.0", true, false, false, "fine")]
    [InlineData("0.0.0.0", true, true, true, "fine")]
    [InlineData("0.0.0.0", false, false, true, "without a token")]
    [InlineData("10.0.0.5", false, true, true, "in the clear")]
    [InlineData("10.0.0.5", false, false, false, "CDL-0420")]
    [InlineData("0.0.0.0", false, true, false, "CDL-0420")]
    [InlineData("::", false, true, false, "CDL-0420")]
    public void Coordinator_must_listen_only_so(
        string address, bool hasCertificates, bool hasToken, bool isInsecure, string outcome) =>
        Expect(outcome, () => ReachRules.CheckListen(
            IPAddress.Parse(address), hasCertificates, hasToken, isInsecure));

    [Theory]
    [InlineData("http://127.0.0.1:7400", false, false, "fine")]
    [InlineData("http://localhost:7400", false, false, "fine")]
    [InlineData("http://[::1]:7400", false, false, "fine")]
    [InlineData("https://10.0.0.5:7400", true, false, "fine")]
    [InlineData("https://localhost:7400", true, true, "fine")]
    [InlineData("http://10.0.0.5:7400", false, true, "fine")]
    [InlineData("http://10.0.0.5:7400", false, false, "CDL-0766")]
    [InlineData("http://coordinator:7400", false, false, "CDL-0766")]
    [InlineData("http://localhost.example:7400", false, false, "CDL-0766")]
    [InlineData("https://10.0.0.5:7400", false, false, "CDL-0767")]
    [InlineData("https://127.0.0.1:7400", false, true, "CDL-0767")]
    [InlineData("http://10.0.0.5:7400", true, false, "CDL-0767")]
    [InlineData("http://127.0.0.1:7400", true, true, "CDL-0767")]
    public void Coordinator_must_be_called_only_so(
        string address, bool hasCertificates, bool isInsecure, string outcome) =>
        Expect(outcome, () =>
        {
            ReachRules.CheckTarget(new Uri(address), hasCertificates, isInsecure);
            return null;
        });

    [Theory]
    [InlineData("1.5.30", "127.0.0.1", false, "fine")]
    [InlineData("1.5.30", "localhost", false, "fine")]
    [InlineData("1.5.30", "10.0.0.5", true, "fine")]
    [InlineData("1.5.30", "10.0.0.5", false, "CDL-0768")]
    [InlineData("1.5.51.7", "host1", false, "CDL-0768")]
    [InlineData("1.5.52", "10.0.0.5", false, "1.5.56")]
    [InlineData("1.5.55.0", "0.0.0.0", false, "1.5.56")]
    [InlineData("1.5.56.0", "10.0.0.5", false, "fine")]
    [InlineData("1.5.67", "10.0.0.5", false, "fine")]
    [InlineData("1.6", "10.0.0.5", false, "fine")]
    [InlineData(null, "10.0.0.5", false, "fine")]
    public void Control_port_must_be_opened_only_by_these_versions(
        string? version, string host, bool isInsecure, string outcome) =>
        Expect(outcome, () => AkkaVersionCheck.Check(
            version is null ? null : Version.Parse(version), host, isInsecure));

    private static void Expect(string outcome, Func<string?> rule)
    {
        if (outcome.StartsWith("CDL-", StringComparison.Ordinal))
        {
            Assert.Equal(outcome, Assert.Throws<InvalidInputException>(rule).Code);
            return;
        }

        var warning = rule();
        if (outcome == "fine")
        {
            Assert.Null(warning);
        }
        else
        {
            Assert.Contains(outcome, warning);
        }
    }
}
