using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _children;

            public virtual IEnumerable<Module> children() =>
                named_children().Select(child => child.module);

            /// <summary>All modules below this one, without itself.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children())
                {
                    yield return child;
                }

                foreach (var (childName, child) in named_children())
                {
                    foreach (var (below, module) in child.named_modules())
                    {
                        yield return ($"{childName}.{below}", module);
                    }
                }
            }

            public virtual IEnumerable<Module> modules() =>
                named_modules().Select(found => found.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(
                bool recurse = true)
            {
                var seen = new HashSet<nint>();
                foreach (var own in _parameters)
                {
                    if (seen.Add(own.Item.Handle))
                    {
                        yield return own;
                    }
                }

                foreach (var (childName, child) in recurse ? named_children() : [])
                {
                    foreach (var (below, parameter) in child.named_parameters(true))
                    {
                        if (seen.Add(parameter.Handle))
                        {
                            yield return ($"{childName}.{below}", parameter);
                        }
                    }
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(found => found.parameter);

            /// <summary>Not virtual, for the reason given at register_buffer.</summary>
            public IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true)
            {
                foreach (var own in _buffers)
                {
                    yield return own;
                }

                foreach (var (childName, child) in recurse ? named_children() : [])
                {
                    foreach (var (below, buffer) in child.named_buffers(true))
                    {
                        yield return ($"{childName}.{below}", buffer);
                    }
                }
            }

            public IEnumerable<Tensor> buffers(bool recurse = true) =>
                named_buffers(recurse).Select(found => found.buffer);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Parameter? get_parameter(string target) =>
                named_parameters().FirstOrDefault(found => found.name == target).parameter;

            public virtual Tensor? get_buffer(string target) =>
                named_buffers().FirstOrDefault(found => found.name == target).buffer;

            /// <summary>The parameters and buffers themselves, no copies, by full name.</summary>
            public virtual Dictionary<string, Tensor> state_dict(
                Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (found, parameter) in named_parameters())
                {
                    destination.TryAdd(start + found, parameter);
                }

                foreach (var (found, buffer) in named_buffers())
                {
                    destination.TryAdd(start + found, buffer);
                }

                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes)
                load_state_dict(
                    Dictionary<string, Tensor> source, bool strict = true,
                    IList<string>? skip = null)
            {
                var own = state_dict();
                var skipped = (skip ?? []).ToHashSet();
                var unexpected = source.Keys.Except(own.Keys).Except(skipped);
                var missing = own.Keys.Except(source.Keys).Except(skipped);
                var result = (missing.ToList(), unexpected.ToList());
                if (strict && result.Item1.Count + result.Item2.Count > 0)
                {
                    throw new InvalidOperationException(
                        $"the state does not fit: missing {string.Join(", ", result.Item1)}; "
                        + $"unexpected {string.Join(", ", result.Item2)}");
                }

                using var mode = no_grad();
                foreach (var (key, value) in source)
                {
                    if (!skipped.Contains(key) && own.TryGetValue(key, out var place))
                    {
                        place.copy_(value);
                    }
                }

                return result;
            }
        }
    }
}
