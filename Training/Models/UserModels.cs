using System.Reflection;
using AkkaCoded.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Models;

/// <summary>Models from outside: a TorchScript file, or a class in somebody's assembly.</summary>
internal static class UserModels
{
    public static jit.ScriptModule<Tensor, Tensor> LoadScript(string path, string device)
    {
        if (!File.Exists(path))
        {
            throw Script(path, "(no such file)");
        }

        try
        {
            return jit.load<Tensor, Tensor>(path, torch.device(device));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw Script(path, failure.Message.Split('\n')[0]);
        }
    }

    public static nn.Module<Tensor, Tensor> LoadModule(
        string path, string typeName, ModelInput input)
    {
        var type = FindType(path, typeName);
        if (!typeof(nn.Module<Tensor, Tensor>).IsAssignableFrom(type) || type.IsAbstract)
        {
            throw Module(
                "coded.model.module.type", typeName,
                "a class that derives from torch.nn.Module<Tensor, Tensor> and is not abstract");
        }

        var withInput = type.GetConstructor([typeof(ModelInput)]);
        var plain = type.GetConstructor(Type.EmptyTypes);
        if (withInput is null && plain is null)
        {
            throw Module(
                "coded.model.module.type", typeName,
                "a class with a public constructor that takes a ModelInput, or nothing");
        }

        try
        {
            return (nn.Module<Tensor, Tensor>)(withInput is not null
                ? withInput.Invoke([input])
                : plain!.Invoke(null));
        }
        catch (TargetInvocationException failure)
        {
            throw Module(
                "coded.model.module.type", typeName,
                "a constructor that succeeds; it said: " + failure.InnerException?.Message);
        }
    }

    private static Type FindType(string path, string typeName)
    {
        Assembly assembly;
        try
        {
            assembly = Assembly.LoadFrom(Path.GetFullPath(path));
        }
        catch (Exception failure) when (
            failure is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            throw Module(
                "coded.model.module.assembly", path,
                "a readable .NET assembly; loading it said: " + failure.Message);
        }

        return assembly.GetType(typeName) ?? throw Module(
            "coded.model.module.type", typeName,
            "one of the models in the assembly: " + Candidates(assembly));
    }

    private static string Candidates(Assembly assembly)
    {
        var names = assembly.GetExportedTypes()
            .Where(type => typeof(nn.Module<Tensor, Tensor>).IsAssignableFrom(type))
            .Select(type => type.FullName)
            .Order()
            .ToList();
        return names.Count == 0 ? "none (is it public?)" : string.Join(", ", names);
    }

    private static InvalidInputException Script(string path, string found) =>
        new("CDL-0224", "coded.model.torchscript.path", $"{path}: {found}",
            "a file written by torch.jit.save", "Export the model again with torch.jit.script.");

    private static InvalidInputException Module(string key, string found, string allowed) =>
        new("CDL-0223", key, found, allowed, "Correct the key, or build the assembly again.");
}
