using System.Text.Json;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.TestSupport;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Tests.Service;

/// <summary>The description of the API says neither more nor less than the API does.</summary>
public sealed class OpenApiSpec
{
    private static readonly JsonElement Description = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(DataFolder.RepositoryRoot(), "Coordinator", "Api", "openapi.json")))
        .RootElement;

    /// <summary>Mapped by the host itself.</summary>
    private static readonly string[] OfHost =
        [$"GET {ClusterNames.JoinPath}", $"GET {ClusterNames.MemberPath}/{{uid}}"];

    [Fact]
    public async Task Description_must_name_every_route_when_the_api_is_mapped()
    {
        await using var api = await ApiWorld.StartAsync();
        var mapped = api.Endpoints
            .SelectMany(
                endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [],
                (endpoint, method) => $"{method} {endpoint.RoutePattern.RawText}")
            .Where(route => !route.Contains("/data/v1/", StringComparison.Ordinal))
            .Concat(OfHost);
        var described = Description.GetProperty("paths").EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject(),
            (path, method) => $"{method.Name.ToUpperInvariant()} {path.Name}");
        Assert.Equal(mapped.Order(), described.Order());
    }

    [Fact]
    public async Task Description_must_be_served_as_it_is_when_asked_for()
    {
        await using var api = await ApiWorld.StartAsync();
        var (status, served) = await api.GetAsync("/openapi/v1.json");
        Assert.Equal(200, status);
        Assert.Equal("3.1.0", served.GetProperty("openapi").GetString());
        Assert.Equal(Description.GetRawText(), served.GetRawText());
    }

    [Fact]
    public void Description_must_be_whole_when_it_is_read()
    {
        var ids = new List<string>();
        foreach (var path in Description.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                ids.Add(operation.Value.GetProperty("operationId").GetString()!);
                Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
                var named = operation.Value.TryGetProperty("parameters", out var parameters)
                    ? parameters.EnumerateArray().Select(one => Resolve(one))
                        .Where(one => one.GetProperty("in").GetString() == "path")
                        .Select(one => $"{{{one.GetProperty("name").GetString()}}}")
                    : [];
                Assert.Equal(
                    path.Name.Split('/').Where(part => part.StartsWith('{')).Order(),
                    named.Order());
            }
        }

        Assert.Equal(ids.Count, ids.Distinct().Count());
        ResolveAll(Description);
    }

    [Fact]
    public async Task Answers_must_be_as_described_when_everything_is_asked_for()
    {
        await using var api = await ApiWorld.StartAsync();
        (await api.SubmitAsync("toy")).Step(3).Tell("evaluation", "70 %", loss: 0.9, accuracy: 0.7);
        await CheckAsync("GET", "/api/v1/jobs", "/api/v1/jobs");
        await CheckAsync("GET", "/api/v1/jobs/{id}", "/api/v1/jobs/toy");
        await CheckAsync(
            "POST", "/api/v1/jobs", "/api/v1/jobs?dryRun=true&name=other", ServiceWorld.Toy);
        await CheckAsync("POST", "/api/v1/jobs", "/api/v1/jobs?name=other", ServiceWorld.Toy);
        await CheckAsync("POST", "/api/v1/jobs", "/api/v1/jobs?name=other", ServiceWorld.Toy);
        await CheckAsync("POST", "/api/v1/jobs", "/api/v1/jobs?name=NO", ServiceWorld.Toy);
        await CheckAsync(
            "POST", "/api/v1/jobs/{id}/faults", "/api/v1/jobs/toy/faults", "crash worker=3");
        foreach (var verb in new[] { "pause", "resume", "cancel", "cancel" })
        {
            await CheckAsync("POST", $"/api/v1/jobs/{{id}}/{verb}", $"/api/v1/jobs/toy/{verb}");
        }

        await CheckAsync("GET", "/api/v1/jobs/{id}", "/api/v1/jobs/unknown");
        await CheckAsync("GET", "/api/v1/workers", "/api/v1/workers");
        foreach (var verb in new[] { "drain", "quarantine", "release" })
        {
            await CheckAsync(
                "POST", $"/api/v1/workers/{{name}}/{verb}", $"/api/v1/workers/w1/{verb}");
            await CheckAsync(
                "POST", $"/api/v1/workers/{{name}}/{verb}", $"/api/v1/workers/no/{verb}");
        }

        await CheckAsync("GET", "/api/v1/cluster/status", "/api/v1/cluster/status");

        async Task CheckAsync(string method, string template, string path, string? body = null)
        {
            var (status, answer) = await api.SendAsync(method, path, body);
            var operation = Description.GetProperty("paths").GetProperty(template)
                .GetProperty(method.ToLowerInvariant());
            Assert.True(
                operation.GetProperty("responses").TryGetProperty($"{status}", out var response),
                $"{method} {template} answers {status}, which is not described");
            var content = Resolve(response).GetProperty("content").EnumerateObject().Single();
            Check(content.Value.GetProperty("schema"), answer, $"{method} {path}");
        }
    }

    [Fact]
    public async Task Lines_of_a_log_must_be_as_described_when_it_is_read()
    {
        await using var api = await ApiWorld.StartAsync();
        (await api.SubmitAsync("toy")).Step(3).Tell("evaluation", "70 %", loss: 0.9, accuracy: 0.7)
            .End();
        await api.Jobs.UntilAsync("toy", JobState.Finished);
        var schema = Description.GetProperty("components").GetProperty("schemas")
            .GetProperty("LogLine");
        foreach (var line in File.ReadLines(api.Jobs.PathOf("toy", "log.jsonl")))
        {
            Check(schema, JsonDocument.Parse(line).RootElement, line);
        }
    }

    /// <summary>Types, enumerations, required properties, and none that is not described.
    /// </summary>
    private static void Check(JsonElement schema, JsonElement value, string where)
    {
        schema = Resolve(schema);
        var types = schema.GetProperty("type");
        var allowed = types.ValueKind == JsonValueKind.Array
            ? types.EnumerateArray().Select(one => one.GetString()).ToList()
            : [types.GetString()];
        Assert.True(
            allowed.Contains(TypeOf(value)) || IsWhole(value, allowed), $"{where}: {value}");
        if (schema.TryGetProperty("enum", out var words))
        {
            Assert.Contains(value.GetString(), words.EnumerateArray().Select(w => w.GetString()));
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Check(schema.GetProperty("items"), item, where);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("properties", out var properties))
        {
            CheckObject(schema, properties, value, where);
        }
    }

    private static void CheckObject(
        JsonElement schema, JsonElement properties, JsonElement value, string where)
    {
        foreach (var required in schema.GetProperty("required").EnumerateArray())
        {
            Assert.True(
                value.TryGetProperty(required.GetString()!, out _),
                $"{where}: {required} is missing");
        }

        // What validate prints is described with it.
        var isOpen = properties.TryGetProperty("code", out var code)
            && code.GetProperty("type").ValueKind == JsonValueKind.String;
        foreach (var property in value.EnumerateObject())
        {
            var isKnown = properties.TryGetProperty(property.Name, out var inner);
            Assert.True(isKnown || isOpen, $"{where}: {property.Name} is not described");
            if (isKnown)
            {
                Check(inner, property.Value, $"{where}: {property.Name}");
            }
        }
    }

    private static bool IsWhole(JsonElement value, List<string?> allowed) =>
        value.ValueKind == JsonValueKind.Number && allowed.Contains("integer")
        && value.TryGetInt64(out _);

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static JsonElement Resolve(JsonElement element)
    {
        if (!element.TryGetProperty("$ref", out var reference))
        {
            return element;
        }

        var found = Description;
        foreach (var part in reference.GetString()!.Split('/').Skip(1))
        {
            Assert.True(found.TryGetProperty(part, out found), $"{reference} leads nowhere");
        }

        return found;
    }

    private static void ResolveAll(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            Resolve(element);
            foreach (var property in element.EnumerateObject())
            {
                ResolveAll(property.Value);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                ResolveAll(item);
            }
        }
    }
}
