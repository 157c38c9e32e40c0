using System.CommandLine;
using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>cluster init</c>: an authority of the cluster's own, and a certificate for every
/// node.</summary>
internal static class ClusterInitCommand
{
    /// <summary>Browsers and some libraries believe no certificate for longer.</summary>
    private const int DaysDefault = 825;

    private const int DaysMax = 3650;

    private static readonly Argument<string> Folder = new("folder")
    {
        Description = "Where authority and certificates are made.",
        DefaultValueFactory = _ => "certificates",
    };

    private static readonly Option<string[]> Node = new("--node")
    {
        Description = "NAME=HOST,HOST: a node of a new cluster; as often as there are nodes. "
            + "Hosts are the names and addresses under which others reach it.",
    };

    private static readonly Option<string[]> Add = new("--add")
    {
        Description = "NAME=HOST,HOST: a further node, of the authority that is in the folder.",
    };

    private static readonly Option<bool> Replace = new("--replace")
    {
        Description = "With --add: give a node that has a certificate a new one.",
    };

    private static readonly Option<int> Days = new("--days")
    {
        Description = $"How long nodes' certificates are valid: 1 to {DaysMax}.",
        DefaultValueFactory = _ => DaysDefault,
    };

    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command("init", "Make certificates for mutual TLS off loopback.")
        {
            Folder, Node, Add, Replace, Days, json,
        };
        command.SetAction(parsed =>
        {
            var made = Make(
                parsed.GetRequiredValue(Folder),
                parsed.GetValue(Node) ?? [],
                parsed.GetValue(Add) ?? [],
                parsed.GetValue(Replace),
                parsed.GetValue(Days));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(output, made);
                return;
            }

            WriteText(output, made);
        });
        return command;
    }

    private static Made Make(
        string folder, string[] created, string[] added, bool mayReplace, int days)
    {
        if (days is < 1 or > DaysMax)
        {
            throw new InvalidInputException(
                "CDL-0761", "days", days, $"1 to {DaysMax}", "Give --days a number of this range");
        }

        if ((created.Length == 0) == (added.Length == 0))
        {
            throw new InvalidInputException(
                "CDL-0761", "node", "(nothing)", "--node for a new cluster, or --add for one there",
                "Write such as --node coordinator=host1,10.0.0.5 --node w1=host2");
        }

        var isNew = created.Length > 0;
        var nodes = (isNew ? created : added).Select(NodeNaming.Parse).ToList();
        CertificateKit.RequireNew(folder, nodes, mayReplace && !isNew);
        using var kit = isNew
            ? CertificateKit.Create(folder, TimeProvider.System)
            : CertificateKit.Open(folder, TimeProvider.System);
        return new Made(
            Path.GetFullPath(folder), isNew, [.. nodes.Select(node => kit.Issue(node, days))]);
    }

    private static void WriteText(TextWriter output, Made made)
    {
        if (made.IsNewAuthority)
        {
            output.WriteLine($"New authority in {made.Folder}. Keep ca.key there and copy it "
                + "nowhere: who has it can name nodes.");
        }

        foreach (var node in made.Nodes)
        {
            var until = node.ValidUntil.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            output.WriteLine($"{node.Name}: {string.Join(", ", node.Hosts)}; until {until}");
        }

        var (first, host) = (made.Nodes[0], made.Nodes[0].Hosts[0]);
        output.WriteLine();
        output.WriteLine("Copy each node's folder, and nothing else, to its machine, such as");
        output.WriteLine($"  scp -rp {first.Folder} {host}:certificates");
        output.WriteLine("Then start there, with these lines in a file of the machine, node.conf:");
        output.WriteLine("  coded.cluster.certificates = certificates");
        output.WriteLine("  coded.cluster.listen = \"0.0.0.0:7400\"           # coordinator");
        output.WriteLine("  coded.cluster.advertise = \"HOST\"                # coordinator");
        output.WriteLine("  coded.cluster.coordinators = [\"https://HOST:7400\"]");
        output.WriteLine("  ./akkacoded coordinator --node node.conf");
        output.WriteLine("  ./akkacoded worker --node node.conf");
    }

    /// <summary>What was made, as JSON.</summary>
    private sealed record Made(
        string Folder, bool IsNewAuthority, IReadOnlyList<IssuedNode> Nodes);
}
