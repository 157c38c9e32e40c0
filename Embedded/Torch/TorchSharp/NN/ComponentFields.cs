using System.Reflection;

namespace TorchSharp.Modules;

/// <summary>The fields of a module that hold modules, parameters or tensors.</summary>
internal static class ComponentFields
{
    private const BindingFlags Instance =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>
    /// Those of a user's own class, to be registered under their names. The layers of this library
    /// register what they hold themselves.
    /// </summary>
    internal static IEnumerable<(FieldInfo Field, object Value)> Of(torch.nn.Module module) =>
        Held(module, module.GetType().GetFields(Instance))
            .Where(found => found.Field.DeclaringType!.Assembly != typeof(torch).Assembly);

    /// <summary>
    /// Makes a field that held <paramref name="old"/> hold the tensor that replaced it.
    /// </summary>
    internal static void Replace(torch.nn.Module module, torch.Tensor old, torch.Tensor replaced)
    {
        for (var type = module.GetType(); type != typeof(object); type = type!.BaseType)
        {
            var fields = type!.GetFields(Instance | BindingFlags.DeclaredOnly);
            foreach (var (field, value) in Held(module, fields))
            {
                if (ReferenceEquals(value, old))
                {
                    field.SetValue(module, replaced);
                }
            }
        }
    }

    private static IEnumerable<(FieldInfo Field, object Value)> Held(
        torch.nn.Module module, FieldInfo[] fields)
    {
        foreach (var field in fields)
        {
            if (field.GetValue(module) is { } value and (torch.nn.Module or torch.Tensor))
            {
                yield return (field, value);
            }
        }
    }
}
