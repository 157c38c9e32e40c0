namespace AkkaCoded.Messages.Cluster;

/// <summary>Names that coordinators and nodes agree upon.</summary>
public static class ClusterNames
{
    /// <summary>The actor system of every member.</summary>
    public const string System = "akkacoded";

    /// <summary>The shard region of partitions.</summary>
    public const string Partitions = "partitions";

    /// <summary>Actor of a worker node, under /user: parent of its workers by job.</summary>
    public const string Node = "node";

    /// <summary>Actor that holds the job manager as a cluster singleton, under /user.</summary>
    public const string Jobs = "jobs";

    /// <summary>The job manager below <see cref="Jobs"/>.</summary>
    public const string Manager = "manager";

    /// <summary>Path of the embedded engine's control plane on the coordinator's port.</summary>
    public const string ControlPath = "/control/v1";

    /// <summary>Common beginning of the coordinator's API.</summary>
    public const string ApiRoot = "/api";

    /// <summary>GET: a <see cref="JoinInfo"/>.</summary>
    public const string JoinPath = "/api/v1/cluster/join";

    /// <summary>GET with the uid of an actor system: 200 where it is a member, else 404.</summary>
    public const string MemberPath = "/api/v1/cluster/members";

    /// <summary>Environment variable with the token; it wins over <c>coded.cluster.token</c>.
    /// </summary>
    public const string TokenVariable = "AKKACODED_TOKEN";
}
