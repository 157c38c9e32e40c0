using System.ComponentModel;
using AkkaCoded.Coordinator.LocalNodes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.Tests.LocalNodes;

/// <summary>Processes that do what a test says, and what became of them.</summary>
internal sealed class FakeNodes : INodeStarter, INodeNews
{
    private int _next = 100;

    public List<FakeProcess> All { get; } = [];

    public List<(string Kind, string Text)> Events { get; } = [];

    public List<string> Shown { get; } = [];

    /// <summary>Why nothing can be started, or null.</summary>
    public string? Refusal { get; set; }

    public static SupervisionOptions Supervision { get; } =
        JobOptions.Read(new ConfigLayers().CommandLine(["job.name=test"]).Build()).Supervision;

    /// <summary>The newest process of a node.</summary>
    public FakeProcess this[string name] => All.Last(process => process.Name == name);

    public INodeProcess Start(NodeStart start, Action<NodeEnd> ended)
    {
        if (Refusal is { } refusal)
        {
            throw new Win32Exception(refusal);
        }

        All.Add(new FakeProcess(start.Name, start.ControlPort, _next++, ended));
        return All[^1];
    }

    public void Happened(string kind, string text) => Events.Add((kind, text));

    public void Show(IReadOnlyList<string> lines) => Shown.AddRange(lines);
}

internal sealed class FakeProcess(string name, int port, int id, Action<NodeEnd> ended)
    : INodeProcess
{
    public string Name { get; } = name;

    public int Port { get; } = port;

    public int Id { get; } = id;

    public bool IsAsked { get; private set; }

    public bool IsKilled { get; private set; }

    public void AskToEnd() => IsAsked = true;

    public void Kill() => IsKilled = true;

    public void End(int code, params string[] output) =>
        ended(new NodeEnd(new NodeExit(code), output));
}
