using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputs, long outputs, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            _weight = new Parameter(empty(outputs, inputs, dtype, device));
            nn.init.kaiming_uniform_(_weight, Math.Sqrt(5));
            register_parameter("weight", _weight);
            if (hasBias)
            {
                var bound = inputs > 0 ? 1 / Math.Sqrt(inputs) : 0;
                _bias = new Parameter(empty(outputs, dtype, device));
                nn.init.uniform_(_bias, -bound, bound);
                register_parameter("bias", _bias);
            }
        }

        private Parameter _weight;
        private Parameter? _bias;

        public Parameter weight
        {
            get => _weight;
            set => ReplaceParameter("weight", _weight = value);
        }

        public Parameter? bias
        {
            get => _bias;
            set => ReplaceParameter("bias", _bias = value);
        }

        public override Tensor forward(Tensor tensor) =>
            nn.functional.linear(tensor, _weight, _bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null,
                ScalarType? dtype = null) => new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}
