using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Kingma and Ba 2015, Adam, algorithm 1.</summary>
    public class Adam : OptimizerHelper, optim.IBetas
    {
        private readonly AdamRule _rule;
        private readonly Dictionary<Parameter, long> _steps =
            new(ReferenceEqualityComparer.Instance);


        internal Adam(IEnumerable<Parameter> parameters, double lr, AdamRule rule)
            : base(parameters, lr)
        {
            _rule = rule;
            Betas = (rule.Beta1, rule.Beta2);
        }

        public (double, double) Betas { get; set; }

        private protected override void Step(Parameter parameter, Tensor gradient)
        {
            var (beta1, beta2) = Betas;
            var step = _steps[parameter] = _steps.GetValueOrDefault(parameter) + 1;
            if (_rule.Maximize)
            {
                gradient = gradient.neg();
            }

            if (_rule.WeightDecay != 0)
            {
                gradient = gradient.add(parameter, _rule.WeightDecay);
            }

            var mean = Memory(parameter, "exp_avg", () => zeros_like(parameter));
            var square = Memory(parameter, "exp_avg_sq", () => zeros_like(parameter));
            mean.mul_(beta1).add_(gradient, 1 - beta1);
            square.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
            var spread = Spread(parameter, square, Math.Sqrt(1 - Math.Pow(beta2, step)));
            parameter.addcdiv_(mean, spread, -Group.LearningRate / (1 - Math.Pow(beta1, step)));
        }

        private Tensor Spread(Parameter parameter, Tensor square, double correction)
        {
            if (_rule.Amsgrad)
            {
                var largest = Memory(parameter, "max_exp_avg_sq", () => zeros_like(parameter));
                largest.copy_(largest.maximum(square));
                square = largest;
            }

            return square.sqrt().div_(correction).add_(_rule.Eps);
        }
    }

    internal sealed record AdamRule(
        double Beta1, double Beta2, double Eps, double WeightDecay, bool Amsgrad, bool Maximize);
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Adam Adam(
                IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9,
                double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0,
                bool amsgrad = false, bool maximize = false) =>
                new(
                    parameters, lr,
                    new AdamRule(beta1, beta2, eps, weight_decay, amsgrad, maximize));

            public static Adam Adam(
                IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001,
                double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                Adam(
                    parameters.Select(found => found.parameter), lr, beta1, beta2, eps,
                    weight_decay, amsgrad, maximize);
        }
    }
}
