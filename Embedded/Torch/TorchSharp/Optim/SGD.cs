using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public class SGD : OptimizerHelper, optim.IMomentum
    {
        private readonly SgdRule _rule;

        internal SGD(IEnumerable<Parameter> parameters, double lr, SgdRule rule)
            : base(parameters, lr)
        {
            if (rule.Nesterov && (rule.Momentum <= 0 || rule.Dampening != 0))
            {
                throw new ArgumentException("Nesterov needs a momentum and no dampening");
            }

            _rule = rule;
            Momentum = rule.Momentum;
        }

        public double Momentum { get; set; }

        private protected override void Step(Parameter parameter, Tensor gradient)
        {
            if (_rule.WeightDecay != 0)
            {
                gradient = gradient.add(parameter, _rule.WeightDecay);
            }

            if (Momentum != 0)
            {
                gradient = WithMomentum(parameter, gradient);
            }

            parameter.add_(gradient, _rule.Maximize ? Group.LearningRate : -Group.LearningRate);
        }

        private Tensor WithMomentum(Parameter parameter, Tensor gradient)
        {
            var known = Remembers(parameter, "momentum_buffer");
            var buffer = Memory(parameter, "momentum_buffer", () => gradient.detach().clone());
            if (known)
            {
                buffer.mul_(Momentum).add_(gradient, 1 - _rule.Dampening);
            }

            return _rule.Nesterov ? gradient.add(buffer, Momentum) : buffer;
        }
    }

    internal sealed record SgdRule(
        double Momentum, double Dampening, double WeightDecay, bool Nesterov, bool Maximize);
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false,
                bool maximize = false) =>
                new(
                    parameters, learningRate,
                    new SgdRule(momentum, dampening, weight_decay, nesterov, maximize));

            public static SGD SGD(
                IEnumerable<(string name, Parameter parameter)> parameters, double learningRate,
                double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false) =>
                SGD(
                    parameters.Select(found => found.parameter), learningRate, momentum,
                    dampening, weight_decay, nesterov, maximize);
        }
    }
}
