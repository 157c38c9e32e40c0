using System.Collections.Generic;

namespace Akka.Configuration;

/// <summary>Splits paths at dots outside quotes; anything else is allowed in a part.</summary>
internal static class ConfigPath
{
    public static IEnumerable<string> Split(string path)
    {
        var at = 0;
        while (at < path.Length)
        {
            var isQuoted = path[at] == '"';
            var start = isQuoted ? at + 1 : at;
            var end = path.IndexOf(isQuoted ? '"' : '.', start);
            if (end < 0)
            {
                if (isQuoted)
                {
                    throw new ConfigurationException($"expected a closing quote in `{path}`");
                }

                end = path.Length;
            }

            yield return path[start..end];
            at = isQuoted ? end + 2 : end + 1;
        }
    }
}
