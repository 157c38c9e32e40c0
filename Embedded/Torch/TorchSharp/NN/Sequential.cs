using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// Modules one after the other. What lies between two of them is disposed as soon as it has been
/// used, so a module must return a fresh tensor and never its input.
/// </summary>
public class Sequential : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.Module<Tensor, Tensor>> _modules = [];

    protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
        : base(nameof(Sequential))
    {
        foreach (var module in modules)
        {
            append(module);
        }
    }

    protected internal Sequential(
        params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
        : base(nameof(Sequential))
    {
        foreach (var (found, module) in modules)
        {
            append(found, module);
        }
    }

    public int Count => _modules.Count;

    public nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

    public Sequential append(nn.IModule<Tensor, Tensor> module) =>
        append(_modules.Count.ToString(), module);

    public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
    {
        var added = (nn.Module<Tensor, Tensor>)module;
        register_module(name, added);
        _modules.Add(added);
        return this;
    }

    public override Tensor forward(Tensor tensor)
    {
        if (_modules.Count == 0)
        {
            return tensor.alias();
        }

        var result = _modules[0].call(tensor);
        foreach (var module in _modules.Skip(1))
        {
            var next = module.call(result);
            result.Dispose();
            result = next;
        }

        return result;
    }
}
