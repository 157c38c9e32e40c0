using System.Diagnostics;
using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>How a worker node is started on this machine: the same program by the same runtime as
/// this process.</summary>
internal sealed class WorkerProgram : INodeStarter
{
    private const string Library = "akkacoded.dll";

    private readonly string _file;
    private readonly string[] _beginning;

    /// <exception cref="InvalidInputException">CDL-0750: the program is not where this process has
    /// its libraries.</exception>
    public WorkerProgram()
        : this(Environment.ProcessPath, AppContext.BaseDirectory)
    {
    }

    /// <param name="processPath">The file that this process runs, or null.</param>
    /// <param name="folder">Where its libraries are.</param>
    internal WorkerProgram(string? processPath, string folder)
    {
        var library = Path.Combine(folder, Library);
        var running = Path.GetFileNameWithoutExtension(processPath) ?? "";
        if (running == Path.GetFileNameWithoutExtension(Library))
        {
            (_file, _beginning) = (processPath!, []);
            return;
        }

        if (!File.Exists(library))
        {
            throw new InvalidInputException(
                "CDL-0750", "program", library, "the program beside the libraries of this process",
                "Build it with `./akkacoded build`, or train without --processes");
        }

        _file = running == "dotnet" ? processPath! : "dotnet";
        _beginning = [library];
    }

    /// <summary>Address of the coordinator.</summary>
    public required Uri Coordinator { get; init; }

    /// <summary>Its token. It goes into the environment: a command line can be read by everybody.
    /// </summary>
    public required string Token { get; init; }

    /// <summary>Settings of every node, as after <c>--set</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Further settings of the node of this name.</summary>
    public Func<string, IEnumerable<string>> SettingsOf { get; init; } = _ => [];

    /// <inheritdoc/>
    public INodeProcess Start(NodeStart start, Action<NodeEnd> ended) =>
        NodeProcess.Start(StartInfo(start), ended);

    /// <summary>Command line and environment.</summary>
    internal ProcessStartInfo StartInfo(NodeStart start)
    {
        var port = start.ControlPort.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> settings =
            [$"node.control-port={port}", .. Settings, .. SettingsOf(start.Name)];
        var info = new ProcessStartInfo(
            _file,
            [
                .. _beginning, "worker", "--coordinator",
                Coordinator.GetLeftPart(UriPartial.Authority), "--name", start.Name, "--slots",
                "1", "--exit-with-parent",
                .. settings.SelectMany(setting => (string[])["--set", setting]),
            ]);
        info.Environment[ClusterNames.TokenVariable] = Token;
        return info;
    }
}
