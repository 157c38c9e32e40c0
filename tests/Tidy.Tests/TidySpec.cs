using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AkkaCoded.Tidy.Tests;

/// <summary>The house rules that a machine can check (CONTRIBUTING.md, "House rules").</summary>
public sealed partial class TidySpec
{
    private const int FileLinesMax = 400;
    private const int MethodLinesMax = 50;
    private const int ColumnsMax = 100;

    /// <summary>A project may reference only projects that stand left of it.</summary>
    private static readonly string[] DependencyOrder =
        ["Codes", "Messages", "Training", "WorkerNode", "Coordinator", "Simulation"];

    [Fact]
    public void Source_files_must_stay_under_400_lines()
    {
        var offenders = SourceTree.CSharp.Concat(Native())
            .Select(file => (file, lines: File.ReadLines(file).Count()))
            .Where(found => found.lines >= FileLinesMax)
            .Select(found => $"{SourceTree.Relative(found.file)}: {found.lines} lines");
        AssertNone(offenders, $"split files of {FileLinesMax} lines or more");
    }

    [Fact]
    public void Methods_must_stay_under_50_lines()
    {
        var offenders = SourceTree.CSharp.SelectMany(LongMethods);
        AssertNone(offenders, $"split methods of {MethodLinesMax} lines or more");
    }

    [Fact]
    public void Lines_must_stay_within_100_columns()
    {
        var offenders =
            from file in SourceTree.CSharp.Concat(Native())
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where line.text.Length > ColumnsMax
            select $"{SourceTree.Relative(file)}:{line.number}: {line.text.Length} columns";
        AssertNone(offenders, $"break lines longer than {ColumnsMax} columns");
    }

    [Fact]
    public void Text_must_hold_no_unfinished_marks()
    {
        var offenders =
            from file in SourceTree.Files
            where Path.GetFileName(file) != "TidySpec.cs"
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where UnfinishedMark().IsMatch(line.text)
            select $"{SourceTree.Relative(file)}:{line.number}: {line.text.Trim()}";
        AssertNone(offenders, "finish it, or file an issue and delete the mark");
    }

    [Fact]
    public void Code_must_hold_no_regions_and_no_conditional_compilation()
    {
        var offenders =
            from file in SourceTree.CSharp
            where Path.GetFileName(file) != "TidySpec.cs"
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where Directive().IsMatch(line.text)
            select $"{SourceTree.Relative(file)}:{line.number}: {line.text.Trim()}";
        AssertNone(offenders, "one source serves both builds: no #if, no #region");
    }

    [Fact]
    public void Tests_must_not_sleep()
    {
        var offenders =
            from file in SourceTree.CSharp.Where(SourceTree.IsTest)
            from node in SourceTree.Parse(file).DescendantNodes()
            let call = node as MemberAccessExpressionSyntax
            where call is not null
            where call.ToString() is "Thread.Sleep" or "Task.Delay" or "Thread.SpinWait"
            select $"{SourceTree.Relative(file)}:{Line(call)}: {call}";
        AssertNone(offenders, "wait for an event, a message or virtual time instead");
    }

    [Fact]
    public void Domain_projects_must_depend_only_to_the_left()
    {
        var offenders =
            from project in DependencyOrder
            let path = Path.Combine(SourceTree.Root, project, project + ".csproj")
            where File.Exists(path)
            from reference in XDocument.Load(path).Descendants("ProjectReference")
            let target = Path.GetFileNameWithoutExtension(
                ((string)reference.Attribute("Include")!).Replace('\\', '/'))
            where !IsLeftOf(target, project)
            select $"{project} -> {target}";
        AssertNone(offenders, "order: " + string.Join(" <- ", DependencyOrder));
    }

    [Fact]
    public void Domain_projects_must_not_reference_Embedded()
    {
        var offenders =
            from file in SourceTree.Files
            where file.EndsWith(".csproj", StringComparison.Ordinal) && !SourceTree.IsEmbedded(file)
            where File.ReadAllText(file).Contains("Embedded/", StringComparison.Ordinal)
            select SourceTree.Relative(file);
        AssertNone(offenders, "say UsesAkka, UsesAkkaTestKit or UsesTorch in the project instead");
    }

    [Fact]
    public void Error_numbers_must_be_unique_and_documented()
    {
        var documented = ErrorAnchor()
            .Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "errors.md")))
            .Select(match => match.Groups[1].Value.ToUpperInvariant())
            .ToList();
        var raised =
            from file in SourceTree.CSharp.Where(file => !SourceTree.IsTest(file))
            from Match match in ErrorNumber().Matches(File.ReadAllText(file))
            select (number: match.Groups[1].Value, file: SourceTree.Relative(file));
        var raisedList = raised.ToList();
        var offenders = documented.GroupBy(number => number)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} stands twice in docs/errors.md")
            .Concat(raisedList.Where(found => !documented.Contains(found.number))
                .Select(found => $"{found.number} in {found.file} is missing in docs/errors.md"))
            .Concat(documented.Except(raisedList.Select(found => found.number))
                .Select(number => $"{number} in docs/errors.md is raised nowhere"));
        AssertNone(offenders, "keep docs/errors.md and the code together");
    }

    [Fact]
    public void Domain_code_must_keep_clear_of_what_differs_between_TorchSharp_versions()
    {
        var offenders =
            from file in SourceTree.CSharp
            where !SourceTree.IsEmbedded(file) && !SourceTree.IsTest(file)
            from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
            where TorchTrap().IsMatch(line.text)
            select $"{SourceTree.Relative(file)}:{line.number}: {line.text.Trim()}";
        AssertNone(offenders, "only torch.autograd.grad; see docs/embedded-torch.md");
    }

    private static bool IsLeftOf(string target, string project)
    {
        var targetIndex = Array.IndexOf(DependencyOrder, target);
        return targetIndex >= 0 && targetIndex < Array.IndexOf(DependencyOrder, project);
    }

    private static IEnumerable<string> Native() =>
        SourceTree.Files.Where(f => Path.GetExtension(f) is ".cpp" or ".h");

    private static IEnumerable<string> LongMethods(string file)
    {
        foreach (var node in SourceTree.Parse(file).DescendantNodes())
        {
            if (node is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
                or AccessorDeclarationSyntax))
            {
                continue;
            }

            // Attributes may hold a table of cases; they are no part of what the method does.
            var attributes = node.ChildNodes().OfType<AttributeListSyntax>().Count();
            var start = node.ChildNodesAndTokens().Skip(attributes).First();
            var lines = node.GetLocation().GetLineSpan().EndLinePosition.Line
                - start.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1;
            if (lines >= MethodLinesMax)
            {
                yield return $"{SourceTree.Relative(file)}:{Line(node)}: {lines} lines";
            }
        }
    }

    private static int Line(SyntaxNode node) =>
        node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static void AssertNone(IEnumerable<string> offenders, string remedy)
    {
        var list = offenders.ToList();
        Assert.True(list.Count == 0, $"{remedy}:\n  " + string.Join("\n  ", list));
    }

    [GeneratedRegex("\"(CDL-[0-9]{4})\"")]
    private static partial Regex ErrorNumber();

    [GeneratedRegex("id=\"(cdl-[0-9]{4})\"")]
    private static partial Regex ErrorAnchor();

    [GeneratedRegex(@"\.backward\(|(?<!autograd)\.grad\b|inference_mode"
        + "|use_deterministic_algorithms"
        + @"|override .*\b(register_buffer|named_buffers|zero_grad)\b"
        + @"|nn\.(Dropout|AlphaDropout)\w*\("
        + @"|nn\.(Linear|Conv2d|BatchNorm2d|MaxPool2d|AdaptiveAvgPool2d|Flatten)\(.*\b\w+\s*:")]
    private static partial Regex TorchTrap();

    [GeneratedRegex(@"\b(TODO|FIXME|XXX|HACK|TBD)\b")]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex(@"^\s*#(if|elif|region|endregion)\b")]
    private static partial Regex Directive();
}
