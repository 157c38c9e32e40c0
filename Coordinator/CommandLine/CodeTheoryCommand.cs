using System.CommandLine;
namespace AkkaCoded.Coordinator.CommandLine;
internal static class CodeTheoryCommand { public static Command Create() => new("theory", "x"); }
