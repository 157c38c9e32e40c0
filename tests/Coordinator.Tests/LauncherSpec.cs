using System.Diagnostics;

namespace AkkaCoded.Coordinator.Tests;

/// <summary>What the bash launcher does before it builds or runs anything.</summary>
public sealed class LauncherSpec
{
    private static readonly string Launcher = FindLauncher();

    [Theory]
    [InlineData("code show cyc", "[suggest:13] <code show cyc>", "cyclic-mds")]
    [InlineData("code ", "[suggest:5] <code >", "")]
    [InlineData("co", "[suggest:2] <co>", "completion")]
    [InlineData("test --q", "", "--quick")]
    public void Completion_must_ask_the_program_on_the_line_when_tab_is_pressed(
        string line, string asked, string completed)
    {
        // The program of the line is a stub that writes down what it is asked.
        var run = Bash(
            "\"$1\" completion > completion; . ./completion; "
            + "printf '#!/bin/sh\\necho \"$1 <$2>\" > asked; echo cyclic-mds\\n' > stub; "
            + "chmod +x stub; : > asked; COMP_LINE=\"./stub $2\"; COMP_POINT=${#COMP_LINE}; "
            + "IFS=' ' read -ra COMP_WORDS <<<\"$COMP_LINE\"; "
            + "[ \"${2% }\" = \"$2\" ] || COMP_WORDS+=(''); "
            + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _akkacoded; cat asked; "
            + "echo \"= ${COMPREPLY[*]}\"",
            line);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(asked, run.Output, StringComparison.Ordinal);
        Assert.Contains(completed, run.Output[run.Output.IndexOf('=')..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AKKACODED_ENGINE=foo \"$1\" code list", "foo is unknown; allowed: embedded")]
    [InlineData("ln -s \"$1\" link; ./link test --nope", "--nope is unknown")]
    [InlineData("ln -s \"$1\" link; ./link test --project Nope", "allowed: Codes.Tests")]
    [InlineData("\"$1\" test --engine foo", "--engine: foo is unknown")]
    [InlineData("\"$1\" test --filter", "value missing")]
    public void Bad_input_must_end_with_code_2_when_nothing_was_started(
        string command, string named)
    {
        var run = Bash(command, "");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Bash(string command, string argument)
    {
        // A folder with a blank in its name, which scripts love to trip over.
        var folder = Directory.CreateTempSubdirectory("akka coded ");
        try
        {
            using var process = Process.Start(new ProcessStartInfo("bash")
            {
                ArgumentList = { "-c", command, "bash", Launcher, argument },
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string FindLauncher()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AkkaCoded.sln")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException("AkkaCoded.sln is in no folder above");
        }

        return Path.Combine(folder.FullName, "akkacoded");
    }
}
