using Akka.Configuration;

namespace Akka.Actor;

/// <summary>The section akka.actor.deployment: settings by path below /user, * for any name.
/// </summary>
public class Deployer
{
    protected readonly Config Default;

    private readonly List<(string[] Elements, Deploy Deploy)> _deployments = [];

    public Deployer(Settings settings)
    {
        var config = settings.Config.GetConfig("akka.actor.deployment");
        Default = config is { IsEmpty: false } && config.HasPath("default")
            ? config.GetConfig("default")
            : ConfigurationFactory.Empty;
        if (config is null || config.IsEmpty)
        {
            return;
        }

        var root = config.Root.GetObject();
        foreach (var (path, _) in root.Items)
        {
            if (path != "default")
            {
                SetDeploy(ParseConfig(path, config.GetConfig($"\"{path}\"")));
            }
        }
    }

    public Deploy Lookup(ActorPath path)
    {
        if (_deployments.Count == 0)
        {
            return Deploy.None;
        }

        // Deployment is about /user; the first element of the others is not that.
        var elements = path.Elements;
        return elements.Count < 2 || elements[0] != "user"
            ? Deploy.None
            : Lookup(elements.Skip(1));
    }

    public Deploy Lookup(IEnumerable<string> path)
    {
        var names = path.ToArray();
        return _deployments
            .Where(deployment => Matches(deployment.Elements, names))
            .OrderBy(deployment => deployment.Elements.Count(element => element is "*" or "**"))
            .Select(deployment => deployment.Deploy)
            .FirstOrDefault();
    }

    public void SetDeploy(Deploy deploy)
    {
        var elements = deploy.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _deployments.Add((elements, deploy));
    }

    public virtual Deploy ParseConfig(string key, Config config)
    {
        var deployment = config.WithFallback(Default);
        var router = deployment.GetString("router", "from-code");
        if (router != "from-code")
        {
            throw new ConfigurationException(
                $"akka.actor.deployment.{key}.router = {router}: the embedded engine has no "
                + "routers; build with -p:Engine=Packages");
        }

        if (deployment.GetString("remote", "") is { Length: > 0 } remote)
        {
            throw new ConfigurationException(
                $"akka.actor.deployment.{key}.remote = {remote}: the embedded engine can't start "
                + "actors on other nodes; build with -p:Engine=Packages");
        }

        return new Deploy(
            key,
            deployment,
            Deploy.NoScopeGiven,
            deployment.GetString("dispatcher", Deploy.NoDispatcherGiven),
            deployment.GetString("mailbox", Deploy.NoMailboxGiven),
            deployment.GetInt("stash-capacity", Deploy.NoStashSize));
    }

    private static bool Matches(string[] pattern, string[] names)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == "**")
            {
                return i < names.Length;
            }

            if (i >= names.Length || (pattern[i] != "*" && pattern[i] != names[i]))
            {
                return false;
            }
        }

        return pattern.Length == names.Length;
    }
}
