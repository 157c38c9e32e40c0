using System.CommandLine;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>code list</c>, <c>code show</c>, <c>code theory</c>; <c>code</c> alone lists.
/// </summary>
internal static class CodeCommands
{
    public static Command Create()
    {
        var list = CodeListCommand.Create();
        var code = new Command("code", "Code families: what they promise and when they pay.")
        {
            list,
            CodeShowCommand.Create(),
            CodeTheoryCommand.Create(),
        };
        code.Action = list.Action;
        return code;
    }
}
