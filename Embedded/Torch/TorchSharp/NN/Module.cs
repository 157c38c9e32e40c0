using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module : IDisposable
        {
            private readonly NamedItems<Parameter> _parameters = new("parameter");
            private readonly NamedItems<Tensor> _buffers = new("buffer");
            private readonly NamedItems<Module> _children = new("submodule");
            private bool _componentsRegistered;
            private bool _training = true;

            protected Module(string name) => this.name = name;

            protected string name;

            public virtual bool training => _training;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children())
                {
                    child.train(train);
                }
            }

            public virtual void eval() => train(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children())
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            public virtual void register_module(string name, Module submodule)
            {
                ArgumentException.ThrowIfNullOrEmpty(name);
                if (name.Contains('.'))
                {
                    throw new ArgumentException($"a module name can't contain a dot: {name}");
                }

                submodule.RegisterComponents();
                _children.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_parameter(string name, Parameter param) =>
                _parameters.Add(name, param);

            /// <summary>
            /// Not virtual: TorchSharp's later versions have one more parameter, so that no
            /// override would fit both.
            /// </summary>
            public void register_buffer(string name, Tensor tensor) =>
                _buffers.Add(name, tensor);

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (var (_, buffer) in _buffers)
                {
                    buffer.Dispose();
                }

                foreach (var (_, parameter) in _parameters)
                {
                    parameter.Dispose();
                }

                foreach (var (_, child) in named_children())
                {
                    child.Dispose();
                }
            }

            /// <summary>Registers the fields that are modules, parameters or tensors.</summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered)
                {
                    return;
                }

                _componentsRegistered = true;
                foreach (var (field, value) in ComponentFields.Of(this))
                {
                    var known = _children.Contains(field.Name)
                        || _parameters.Contains(field.Name) || _buffers.Contains(field.Name);
                    if (!known)
                    {
                        Register(field.Name, value);
                    }
                }
            }

            protected void ClearModules() => _children.Clear();

            internal Parameter? OwnParameter(string name) => _parameters.Find(name);

            internal Tensor? OwnBuffer(string name) => _buffers.Find(name);

            internal void ReplaceParameter(string name, Parameter? parameter) =>
                _parameters.Set(name, parameter);

            internal void ReplaceBuffer(string name, Tensor? buffer) =>
                _buffers.Set(name, buffer);

            private void Register(string name, object value)
            {
                switch (value)
                {
                    case Module module:
                        register_module(name, module);
                        break;
                    case Parameter parameter:
                        register_parameter(name, parameter);
                        break;
                    case Tensor tensor:
                        register_buffer(name, tensor);
                        break;
                }
            }
        }
    }
}
