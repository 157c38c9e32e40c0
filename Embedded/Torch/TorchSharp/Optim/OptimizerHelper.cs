using TorchSharp.Interop;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Parameters that share a learning rate.</summary>
public class ParamGroup : ILearningRateController
{
    public IEnumerable<Parameter> Parameters { get; set; } = [];

    public double LearningRate { get; set; }

    public double InitialLearningRate { get; set; }
}

/// <summary>
/// One group of parameters, and per parameter the tensors that the rule remembers.
/// </summary>
public abstract class OptimizerHelper : Optimizer
{
    private readonly List<Parameter> _parameters;
    private readonly Dictionary<Parameter, Dictionary<string, Tensor>> _memory =
        new(ReferenceEqualityComparer.Instance);

    private protected OptimizerHelper(IEnumerable<Parameter> parameters, double lr)
    {
        _parameters = [.. parameters];
        Group = new ParamGroup
        {
            Parameters = _parameters,
            LearningRate = lr,
            InitialLearningRate = lr,
        };
    }

    public override IEnumerable<ILearningRateController> ParamGroups => [Group];

    private protected ParamGroup Group { get; }

    public override IEnumerable<Parameter> parameters() => _parameters;

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var on = enable_grad();
            loss = closure();
        }

        using var off = no_grad();
        using var scope = NewDisposeScope();
        foreach (var parameter in _parameters)
        {
            if (parameter.With(Shim.ac_tensor_grad) is var gradient and not 0)
            {
                Step(parameter, new Tensor(gradient));
            }
        }

        return loss;
    }

    private protected abstract void Step(Parameter parameter, Tensor gradient);

    /// <summary>What the rule remembers of a parameter; made by the first call.</summary>
    private protected Tensor Memory(Parameter parameter, string name, Func<Tensor> make)
    {
        if (!_memory.TryGetValue(parameter, out var tensors))
        {
            _memory[parameter] = tensors = [];
        }

        if (!tensors.TryGetValue(name, out var tensor))
        {
            tensors[name] = tensor = make().DetachFromDisposeScope();
        }

        return tensor;
    }

    private protected bool Remembers(Parameter parameter, string name) =>
        _memory.TryGetValue(parameter, out var tensors) && tensors.ContainsKey(name);

    protected override void Dispose(bool disposing)
    {
        foreach (var tensor in _memory.Values.SelectMany(tensors => tensors.Values))
        {
            tensor.Dispose();
        }

        _memory.Clear();
    }
}
