using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static class autograd
    {
        /// <summary>
        /// The gradients of the sum of <paramref name="outputs"/> with respect to each of
        /// <paramref name="inputs"/>; an input that is not used gives null with
        /// <paramref name="allow_unused"/>, and an error without.
        /// </summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null,
            bool retain_graph = false, bool create_graph = false, bool allow_unused = false)
        {
            using var frame = new TensorLists(outputs, inputs, grad_outputs);
            return frame.Grad(retain_graph || create_graph, create_graph, allow_unused);
        }

        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null)
        {
            using var frame = new TensorLists(tensors, inputs, grad_tensors);
            frame.Backward(retain_graph ?? create_graph, create_graph);
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null,
            bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);
    }
}
