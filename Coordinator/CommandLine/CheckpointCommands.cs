using System.CommandLine;
using AkkaCoded.Training.Checkpoints;
using Spectre.Console;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>checkpoint list</c>, <c>inspect</c> and <c>export</c>.</summary>
internal static class CheckpointCommands
{
    public static Command Create() => new("checkpoint", "List, inspect and export checkpoints.")
    {
        List(), Inspect(), Export(),
    };

    /// <summary>A checkpoint's own folder, or a folder of checkpoints: then the newest.</summary>
    public static Argument<string> PathArgument() => new("path")
    {
        Description = "A checkpoint, or a folder of checkpoints (then the newest one).",
    };

    private static Command List()
    {
        var folder = new Argument<string>("folder") { Description = "A folder of checkpoints." };
        var json = Options.Json();
        var command = new Command("list", "List the checkpoints of a folder.") { folder, json };
        command.SetAction(parsed =>
        {
            var store = new CheckpointStore(parsed.GetRequiredValue(folder), 1);
            var found = store.List()
                .Select(step => Entry.From(store.PathOf(step)))
                .ToList();
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(output, found);
                return;
            }

            var table = CommandOutput.Table(
                ("step", true), ("epoch", true), ("model", false), ("loss", true),
                ("bytes", true), ("folder", false));
            found.ForEach(one => table.AddRow(
                Text(one.Step), Text(one.Epoch), Markup.Escape(one.Model),
                $"{one.Loss:0.0000}", Text(one.Bytes),
                Markup.Escape(one.Folder)));
            CommandOutput.Console(output).Write(table);
        });
        return command;
    }

    private static Command Inspect()
    {
        var path = PathArgument();
        var json = Options.Json();
        var command = new Command("inspect", "Verify a checkpoint and show what is in it.")
        {
            path, json,
        };
        command.SetAction(parsed =>
        {
            var checkpoint = CheckpointStore.ReadPath(parsed.GetRequiredValue(path));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(output, new
                {
                    checkpoint.Manifest,
                    Tensors = checkpoint.Tensors.Select(one => new { one.Name, one.Shape }),
                });
                return;
            }

            WriteInspection(output, checkpoint);
        });
        return command;
    }

    private static void WriteInspection(TextWriter output, Checkpoint checkpoint)
    {
        var manifest = checkpoint.Manifest;
        output.WriteLine($"{manifest.Model}, step {manifest.Step}, epoch {manifest.Epoch}, "
                + $"loss {manifest.Loss:0.0000}, optimizer {manifest.Optimizer.Name}");
        output.WriteLine(
            $"sample [{string.Join(", ", manifest.SampleShape)}], {manifest.Classes} classes, "
                + $"normalisation {manifest.Normalization}; every hash is right");
        var table = CommandOutput.Table(("tensor", false), ("shape", false), ("values", true));
        foreach (var (name, shape) in checkpoint.Tensors)
        {
            table.AddRow(
                Markup.Escape(name),
                Markup.Escape($"[{string.Join(", ", shape)}]"),
                Text(shape.Aggregate(1L, (product, extent) => product * extent)));
        }

        CommandOutput.Console(output).Write(table);
    }

    private static Command Export()
    {
        var path = PathArgument();
        var target = new Option<string>("--output", "-o")
        {
            Description = "The safetensors file to write.",
            Required = true,
        };
        var force = new Option<bool>("--force") { Description = "Replace an existing file." };
        var command = new Command(
            "export", "Write a checkpoint's weights as one safetensors file.")
        {
            path, target, force,
        };
        command.SetAction(parsed =>
        {
            var checkpoint = CheckpointStore.ReadPath(parsed.GetRequiredValue(path));
            var file = parsed.GetRequiredValue(target);
            CheckpointExport.Write(checkpoint, file, parsed.GetValue(force));
            parsed.InvocationConfiguration.Output.WriteLine(
                $"{checkpoint.Tensors.Count} tensors in {file}");
        });
        return command;
    }

    private static string Text(long value) => value.ToString();

    private sealed record Entry(
        long Step, long Epoch, string Model, double Loss, long Bytes, string Folder)
    {
        public static Entry From(string folder)
        {
            var manifest = CheckpointStore.ReadManifest(folder);
            return new Entry(
                manifest.Step, manifest.Epoch, manifest.Model, manifest.Loss,
                manifest.Files.Values.Sum(file => file.Bytes), folder);
        }
    }
}
