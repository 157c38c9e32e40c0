using System.Globalization;

namespace AkkaCoded.Messages.Cluster;

/// <summary>
/// What a member of the cluster says of itself, as roles: they are known wherever the member is,
/// before any message of ours. A node of the name <c>w3</c> with two slots has the roles
/// <c>worker</c>, <c>name=w3</c> and <c>slots=2</c>.
/// </summary>
public static class NodeRoles
{
    /// <summary>Role of coordinators.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>Role of worker nodes.</summary>
    public const string Worker = "worker";

    private const string NamePrefix = "name=";
    private const string SlotsPrefix = "slots=";

    /// <summary>Roles of a worker node.</summary>
    public static IReadOnlyList<string> OfWorker(string name, int slots) =>
    [
        Worker, NamePrefix + name,
        string.Create(CultureInfo.InvariantCulture, $"{SlotsPrefix}{slots}"),
    ];

    /// <summary>Roles of a coordinator.</summary>
    public static IReadOnlyList<string> OfCoordinator(string name) =>
        [Coordinator, NamePrefix + name];

    /// <summary>A member's name, or null.</summary>
    public static string? NameOf(IEnumerable<string> roles) => After(NamePrefix, roles);

    /// <summary>A member's slots; 1 where it says nothing sensible.</summary>
    public static int SlotsOf(IEnumerable<string> roles) =>
        int.TryParse(
            After(SlotsPrefix, roles), NumberStyles.None, CultureInfo.InvariantCulture,
            out var slots) && slots >= 1
            ? slots
            : 1;

    private static string? After(string prefix, IEnumerable<string> roles)
    {
        var found = roles.FirstOrDefault(
            role => role.StartsWith(prefix, StringComparison.Ordinal));
        return found?[prefix.Length..];
    }
}
