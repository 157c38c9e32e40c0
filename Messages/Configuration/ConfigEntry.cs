namespace AkkaCoded.Messages.Configuration;

/// <summary>One resolved value, as `config show` lists it.</summary>
/// <param name="Key">Full path, such as <c>coded.code.family</c>.</param>
/// <param name="Value">The value as HOCON on one line: text in quotes, lists in brackets.</param>
/// <param name="Source">
/// Where it was set: <c>job.conf:12</c>, <c>environment AKKACODED__CODE__SEED</c>,
/// <c>command line</c>, or the place in a reference.conf.
/// </param>
public sealed record ConfigEntry(string Key, string Value, string Source);
