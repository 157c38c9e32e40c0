using System.Collections;

namespace TorchSharp.Modules;

/// <summary>Items by name, in the order in which they were added.</summary>
internal sealed class NamedItems<T>(string kind) : IEnumerable<(string Name, T Item)>
    where T : class
{
    private readonly List<(string Name, T Item)> _items = [];

    public IEnumerator<(string Name, T Item)> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool Contains(string name) => Index(name) >= 0;

    internal T? Find(string name) => Index(name) is >= 0 and var index ? _items[index].Item : null;

    internal void Add(string name, T item)
    {
        if (item is null)
        {
            throw new ArgumentNullException(nameof(item), $"{kind} {name} can't be null");
        }

        if (Contains(name))
        {
            throw new InvalidOperationException($"{kind} {name} is already registered");
        }

        _items.Add((name, item));
    }

    internal void Set(string name, T? item)
    {
        var index = Index(name);
        if (item is null)
        {
            if (index >= 0)
            {
                _items.RemoveAt(index);
            }
        }
        else if (index >= 0)
        {
            _items[index] = (name, item);
        }
        else
        {
            _items.Add((name, item));
        }
    }

    internal void Clear() => _items.Clear();

    private int Index(string name) => _items.FindIndex(item => item.Name == name);
}
