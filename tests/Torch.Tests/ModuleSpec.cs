using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AkkaCoded.Torch.Tests;

public sealed class ModuleSpec
{
    [Fact]
    public void Components_must_be_registered_under_their_fields_names()
    {
        using var model = new Model();
        Assert.Equal(
            ["scale", "hidden.weight", "hidden.bias", "head.weight", "head.bias"],
            model.named_parameters().Select(p => p.name));
        Assert.Equal(["offset"], model.named_buffers().Select(b => b.name));
        Assert.Equal(["hidden", "drop", "head"], model.named_children().Select(c => c.name));
        Assert.Equal(1 + 12 + 3 + 6 + 2, model.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Call_must_run_forward()
    {
        using var model = new Model();
        model.eval();
        Expect.Shape(model.call(ones(5, 4)), 5, 2);
        Expect.Shape(model.forward(ones(5, 4)), 5, 2);
    }

    [Fact]
    public void State_must_survive_a_round_trip()
    {
        using var source = new Model();
        using var target = new Model();
        var state = source.state_dict();
        Assert.Equal(6, state.Count);
        target.load_state_dict(state);
        foreach (var (name, value) in target.state_dict())
        {
            Assert.True(value.Equals(state[name]), name);
        }

        source.eval();
        target.eval();
        using var input = ones(2, 4);
        Assert.True(source.call(input).Equals(target.call(input)));
    }

    [Fact]
    public void Loading_must_refuse_a_state_that_does_not_fit()
    {
        using var model = new Model();
        var state = model.state_dict();
        state.Remove("scale");
        Assert.Throws<InvalidOperationException>(() => model.load_state_dict(state));
        var (missing, unexpected) = model.load_state_dict(state, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Empty(unexpected);
    }

    [Fact]
    public void Training_mode_must_reach_every_module()
    {
        using var model = new Model();
        Assert.True(model.training);
        model.eval();
        Assert.False(model.training);
        Assert.All(model.modules(), module => Assert.False(module.training));
        model.train();
        Assert.All(model.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Changing_the_type_must_change_every_parameter()
    {
        using var model = new Model();
        model.to(ScalarType.Float64);
        Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        model.eval();
        Assert.Equal(ScalarType.Float64, model.call(ones(1, 4, float64)).dtype);
        Assert.All(model.parameters(), p => Assert.True(p.requires_grad));
    }

    [Fact]
    public void Sequential_must_run_its_modules_in_order()
    {
        using var model = Sequential(("a", Linear(3, 4)), ("b", ReLU()), ("c", Linear(4, 2)));
        Assert.Equal(
            ["a.weight", "a.bias", "c.weight", "c.bias"],
            model.named_parameters().Select(p => p.name));
        Expect.Shape(model.call(ones(2, 3)), 2, 2);
        using var numbered = Sequential(Linear(3, 4), ReLU());
        Assert.Equal(["0", "1"], numbered.named_children().Select(c => c.name));
    }

    [Fact]
    public void Disposing_must_release_the_parameters()
    {
        var model = new Model();
        var parameters = model.parameters().ToList();
        model.Dispose();
        Assert.All(parameters, p => Assert.True(p.IsInvalid));
    }

    [Fact]
    public void Lookup_must_find_by_full_name()
    {
        using var model = new Model();
        Assert.NotNull(model.get_parameter("hidden.weight"));
        Assert.Null(model.get_parameter("hidden.nothing"));
        Assert.NotNull(model.get_buffer("offset"));
        Assert.True(model.has_parameter("scale"));
        Assert.False(model.has_buffer("scale"));
    }

    [Fact]
    public void Gradients_must_reach_every_parameter()
    {
        using var model = new Model();
        using var loss = model.call(ones(3, 4)).square().sum();
        var parameters = model.parameters().ToList();
        var gradients = autograd.grad([loss], [.. parameters.Cast<Tensor>()]);
        Assert.Equal(parameters.Select(p => p.shape), gradients.Select(g => g.shape));
        Assert.All(gradients, g => Assert.True(g.isfinite().all().item<bool>()));
    }

    private sealed class Model : Module<Tensor, Tensor>
    {
        private readonly Module<Tensor, Tensor> hidden = Linear(4, 3);
        private readonly Module<Tensor, Tensor> drop = Dropout(0.5);
        private readonly Module<Tensor, Tensor> head = Linear(3, 2);
        private readonly Parameter scale = Parameter(ones(1));
        private readonly Tensor offset = zeros(2);

        internal Model()
            : base("model") => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            head.call(drop.call(hidden.call(input).tanh())) * scale + offset;
    }
}
