using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

/// <summary>A TorchScript file that Python has just written; skipped where it can't.</summary>
public sealed class ScriptSpec : IDisposable
{
    private const string Program = """
        import sys, torch
        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Linear(2, 1)
                self.register_buffer("shift", torch.tensor([10.0]))
                with torch.no_grad():
                    self.layer.weight.copy_(torch.tensor([[1.0, 2.0]]))
                    self.layer.bias.copy_(torch.tensor([3.0]))
            def forward(self, x):
                y = self.layer(x)
                return y if self.training else y + self.shift
        torch.jit.script(Net()).save(sys.argv[1])
        """;

    private readonly string _file = Path.Combine(
        Path.GetTempPath(), $"akkacoded-{Guid.NewGuid():N}.pt");

    public void Dispose() => File.Delete(_file);

    [PythonTorchFact]
    public void Module_must_compute_what_python_has_written()
    {
        using var module = Load();
        Expect.Values(module.call(Expect.Floats(1, 1)), 6);
        module.eval();
        Expect.Values(module.call(Expect.Floats(1, 1)), 16);
        Assert.False(module.training);
    }

    [PythonTorchFact]
    public void Module_must_show_its_parameters_and_buffers()
    {
        using var module = Load();
        Assert.Equal(
            ["layer.bias", "layer.weight"],
            module.named_parameters().Select(p => p.name).Order());
        Expect.Values(module.get_buffer("shift")!, 10);
    }

    [PythonTorchFact]
    public void Module_must_be_trainable()
    {
        using var module = Load();
        var weight = module.get_parameter("layer.weight")!;
        using var loss = module.call(Expect.Floats(4, 5)).sum();
        Expect.Values(autograd.grad([loss], [weight])[0], 4, 5);
        using (no_grad())
        {
            weight.add_(1);
        }

        Expect.Values(module.call(Expect.Floats(1, 1)), 8);
    }

    [Fact]
    public void Missing_file_must_be_an_error_that_names_it()
    {
        var error = Assert.ThrowsAny<Exception>(
            () => jit.load<Tensor, Tensor>("/nowhere/model.pt"));
        Assert.Contains("/nowhere/model.pt", error.Message);
    }

    private jit.ScriptModule<Tensor, Tensor> Load()
    {
        // From a file: TorchScript reads the source of the class it compiles.
        var program = _file + ".py";
        File.WriteAllText(program, Program);
        Python.Run(program, _file);
        File.Delete(program);
        return jit.load<Tensor, Tensor>(_file);
    }
}
