using System.Net.Http.Headers;
using System.Text.Json;
using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.Tests.Service;

public sealed class ApiLogSpec
{
    [Fact]
    public async Task Log_must_be_text_or_json_lines_when_asked_for()
    {
        await using var api = await ApiWorld.StartAsync();
        (await api.SubmitAsync("toy")).Step();
        var text = await api.Http.GetStringAsync("/api/v1/jobs/toy/logs");
        Assert.Contains("state: submitted", text, StringComparison.Ordinal);
        Assert.Contains("joined: worker 3 on cpu", text, StringComparison.Ordinal);
        using var response = await OpenAsync(api, "toy", "from=1");
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        var lines = (await response.Content.ReadAsStringAsync())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Enumerable.Range(1, lines.Length),
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("line")
                .GetInt32()));
    }

    [Fact]
    public async Task Follower_must_get_each_line_once_when_the_job_goes_on_to_its_end()
    {
        await using var api = await ApiWorld.StartAsync();
        var run = await api.SubmitAsync("toy");
        using var response = await OpenAsync(api, "toy", "follow=true");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await UntilAsync(reader, "worker 3 on cpu");
        run.Tell("checkpoint", "first");
        await UntilAsync(reader, "first");
        // A pause is not the end.
        await api.SendAsync("POST", "/api/v1/jobs/toy/pause");
        await UntilAsync(reader, "paused after");
        await api.SendAsync("POST", "/api/v1/jobs/toy/resume");
        (await api.Engine.BegunAsync("toy")).Join().Tell("checkpoint", "second").End();
        var rest = await reader.ReadToEndAsync().WaitAsync(ServiceWorld.Patience);
        Assert.Contains("second", rest, StringComparison.Ordinal);
        Assert.EndsWith("}\n", rest, StringComparison.Ordinal);
        Assert.Contains("finished after", rest.TrimEnd().Split('\n')[^1]);
        Assert.DoesNotContain("first", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follower_must_get_the_whole_log_when_the_job_is_over_already()
    {
        await using var api = await ApiWorld.StartAsync();
        (await api.SubmitAsync("toy")).End();
        await api.Jobs.UntilAsync("toy", JobState.Finished);
        var text = await api.Http.GetStringAsync("/api/v1/jobs/toy/logs?follow=true")
            .WaitAsync(ServiceWorld.Patience);
        Assert.EndsWith("accuracy 97.50%\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follower_must_get_empty_lines_when_nothing_happens()
    {
        await using var api = await ApiWorld.StartAsync(
            heartbeat: TimeSpan.FromMilliseconds(20));
        await api.SubmitAsync("toy");
        using var response = await OpenAsync(api, "toy", "follow=true");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await UntilAsync(reader, "state\",\"text\":\"running");
        for (var beats = 0; beats < 3;)
        {
            beats += await LineAsync(reader) is "" ? 1 : 0;
        }
    }

    [Fact]
    public async Task Follower_must_be_let_go_when_the_coordinator_ends()
    {
        await using var api = await ApiWorld.StartAsync();
        await api.SubmitAsync("toy");
        using var response = await OpenAsync(api, "toy", "follow=true");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await UntilAsync(reader, "worker 3 on cpu");
        await api.Jobs.Service.DisposeAsync();
        // In good order: with the end of the body, not with a broken connection.
        await reader.ReadToEndAsync().WaitAsync(ServiceWorld.Patience);
    }

    private static async Task<HttpResponseMessage> OpenAsync(
        ApiWorld api, string id, string query)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"/api/v1/jobs/{id}/logs?{query}");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        return await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task UntilAsync(StreamReader reader, string text)
    {
        while (!(await LineAsync(reader)).Contains(text, StringComparison.Ordinal))
        {
            // Earlier lines.
        }
    }

    private static async Task<string> LineAsync(StreamReader reader) =>
        await reader.ReadLineAsync().WaitAsync(ServiceWorld.Patience)
        ?? throw new InvalidOperationException("the log ended");
}
