using System.Net;

namespace AkkaCoded.Coordinator.Tests.Service;

public sealed class ApiSpec
{
    [Fact]
    public async Task Job_must_be_shown_at_every_stage_when_it_is_asked_for()
    {
        await using var api = await ApiWorld.StartAsync();
        var run = await api.SubmitAsync("toy");
        run.Step(5).Tell("evaluation", "70 %", loss: 0.9, accuracy: 0.7)
            .Tell("lost", "worker 2 has died", 2);
        var (_, job) = await api.GetAsync("/api/v1/jobs/toy");
        Assert.Equal("running", job.GetProperty("state").GetString());
        Assert.Equal(5, job.GetProperty("step").GetInt64());
        Assert.Equal(60, job.GetProperty("steps").GetInt64());
        Assert.Equal(3, job.GetProperty("workersHere").GetInt32());
        Assert.Equal(0.7, job.GetProperty("testAccuracy").GetDouble());
        Assert.True(job.GetProperty("loss").GetDouble() > 0);
        Assert.True(job.GetProperty("stepSeconds").GetDouble() > 0);
        var workers = job.GetProperty("workerList").EnumerateArray().ToList();
        Assert.Equal("w1", workers[0].GetProperty("node").GetString());
        Assert.Equal("worker 2 has died", workers[2].GetProperty("last").GetString());
        Assert.Equal(
            5, workers.Sum(one => one.GetProperty("used").GetInt64()) / 2);
        Assert.Contains(
            job.GetProperty("events").EnumerateArray(),
            one => one.GetProperty("kind").GetString() == "lost");
        var (_, list) = await api.GetAsync("/api/v1/jobs");
        Assert.Equal("toy", Assert.Single(list.EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Job_must_obey_when_it_is_paused_resumed_and_cancelled()
    {
        await using var api = await ApiWorld.StartAsync();
        (await api.SubmitAsync("toy")).Step();
        Assert.Equal((200, "paused"), await ChangeAsync(api, "pause"));
        Assert.Equal((200, "running"), await ChangeAsync(api, "resume"));
        (await api.Engine.BegunAsync("toy")).Join();
        Assert.Equal((200, "cancelled"), await ChangeAsync(api, "cancel"));
    }

    [Fact]
    public async Task Answer_must_say_so_when_a_job_is_still_on_its_way()
    {
        await using var api = await ApiWorld.StartAsync(patience: TimeSpan.Zero);
        var run = await api.SubmitAsync("toy");
        run.StopsAtOnce = false;
        var (status, job) = await api.SendAsync("POST", "/api/v1/jobs/toy/pause");
        Assert.Equal(202, status);
        Assert.Equal("pause", job.GetProperty("intent").GetString());
        run.End(isStopped: true);
    }

    [Fact]
    public async Task Job_must_only_be_checked_when_the_run_is_dry()
    {
        await using var api = await ApiWorld.StartAsync();
        var (status, report) = await api.SendAsync(
            "POST", "/api/v1/jobs?dryRun=true", ServiceWorld.Toy, "application/hocon");
        Assert.Equal(200, status);
        Assert.Equal(4, report.GetProperty("code").GetProperty("workers").GetInt32());
        Assert.Empty(api.Jobs.Service.List());
    }

    [Fact]
    public async Task Fault_must_reach_the_run_when_it_is_injected()
    {
        await using var api = await ApiWorld.StartAsync();
        var run = await api.SubmitAsync("toy");
        var (status, _) = await api.SendAsync(
            "POST", "/api/v1/jobs/toy/faults", "crash worker=3\n", "text/plain; charset=utf-8");
        Assert.Equal(200, status);
        Assert.Equal(["crash worker=3"], run.Faults);
    }

    [Fact]
    public async Task Node_must_be_kept_free_when_it_is_drained_or_quarantined()
    {
        await using var api = await ApiWorld.StartAsync();
        Assert.Equal("drained", await StateAsync("/api/v1/workers/w1/drain"));
        Assert.Equal("quarantined", await StateAsync("/api/v1/workers/w1/quarantine?seconds=90"));
        Assert.Equal("up", await StateAsync("/api/v1/workers/w1/release"));
        // What is silent stays silent for people, though it is excluded.
        Assert.Equal("silent", await StateAsync("/api/v1/workers/w2/drain"));
        Assert.Equal(
            [("w1", null), ("w1", TimeSpan.FromSeconds(90)), ("w2", (TimeSpan?)null)],
            api.Nodes.Excluded);

        async Task<string?> StateAsync(string path)
        {
            var (status, node) = await api.SendAsync("POST", path);
            Assert.Equal(200, status);
            return node.GetProperty("state").GetString();
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/jobs/other", 404, "CDL-0733")]
    [InlineData("GET", "/api/v1/jobs/NO%20JOB%0A", 404, "CDL-0733")]
    [InlineData("GET", "/api/v1/jobs/..%2f..%2fetc", 404, "CDL-0733")]
    [InlineData("GET", "/api/v1/jobs/other/logs", 404, "CDL-0733")]
    [InlineData("GET", "/api/v1/jobs/toy/logs?from=-1", 400, "CDL-0734")]
    [InlineData("GET", "/api/v1/jobs/toy/logs?from=x", 400, "CDL-0734")]
    [InlineData("GET", "/api/v1/jobs/toy/logs?follow=1", 400, "CDL-0734")]
    [InlineData("GET", "/api/v1/jobs/toy/logs?follow=true&follow=false", 400, "CDL-0734")]
    [InlineData("POST", "/api/v1/jobs/other/pause", 404, "CDL-0733")]
    [InlineData("POST", "/api/v1/jobs/toy/resume", 409, "CDL-0732")]
    [InlineData("POST", "/api/v1/jobs/other/cancel", 404, "CDL-0733")]
    [InlineData("POST", "/api/v1/workers/other/drain", 404, "CDL-0740")]
    [InlineData("POST", "/api/v1/workers/%0a/release", 404, "CDL-0740")]
    [InlineData("POST", "/api/v1/workers/w1/quarantine?seconds=0", 400, "CDL-0734")]
    [InlineData("GET", "/api/v1/nothing", 404, "CDL-0739")]
    [InlineData("GET", "/api/v2/jobs", 404, "CDL-0739")]
    [InlineData("GET", "/api/v1/jobs/toy/pause", 405, "CDL-0739")]
    [InlineData("DELETE", "/api/v1/jobs/toy", 405, "CDL-0739")]
    [InlineData("PUT", "/api/v1/jobs", 405, "CDL-0739")]
    public async Task Request_must_be_refused_with_a_number_when_it_is_wrong(
        string method, string path, int status, string code)
    {
        await using var api = await ApiWorld.StartAsync();
        await api.SubmitAsync("toy");
        var (found, problem) = await api.SendAsync(method, path);
        Assert.Equal((status, code), (found, problem.GetProperty("code").GetString()));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.EndsWith(
            code.ToLowerInvariant(), problem.GetProperty("type").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coded.training.stepps = 3", "text/plain", 400, "CDL-0104")]
    [InlineData("coded { ", "text/plain", 400, "CDL-0101")]
    [InlineData("include \"/etc/passwd\"", "text/plain", 400, "CDL-0742")]
    [InlineData("", "text/plain", 400, "CDL-0735")]
    [InlineData("coded.job.name = x", "application/x-www-form-urlencoded", 415, "CDL-0738")]
    [InlineData("coded.job.name = x", "text/plain; charset=latin1", 415, "CDL-0738")]
    [InlineData("coded.job.name = x", "nonsense", 415, "CDL-0738")]
    public async Task Job_must_be_refused_with_a_number_when_its_text_is_wrong(
        string text, string mediaType, int status, string code)
    {
        await using var api = await ApiWorld.StartAsync();
        var (found, problem) = await api.SendAsync("POST", "/api/v1/jobs", text, mediaType);
        Assert.Equal((status, code), (found, problem.GetProperty("code").GetString()));
        Assert.NotNull(problem.GetProperty("remedy").GetString());
        Assert.NotNull(problem.GetProperty("key").GetString());
        Assert.Empty(api.Jobs.Service.List());
    }

    [Fact]
    public async Task Name_must_be_refused_when_it_is_none_or_taken()
    {
        await using var api = await ApiWorld.StartAsync();
        await api.SubmitAsync("toy");
        var (bad, noName) = await api.SendAsync(
            "POST", "/api/v1/jobs?name=..%2Fx", ServiceWorld.Toy);
        Assert.Equal((400, "CDL-0734"), (bad, noName.GetProperty("code").GetString()));
        var (taken, problem) = await api.SendAsync("POST", "/api/v1/jobs", ServiceWorld.Toy);
        Assert.Equal((409, "CDL-0731"), (taken, problem.GetProperty("code").GetString()));
        Assert.Contains("--name", problem.GetProperty("remedy").GetString());
    }

    [Theory]
    [InlineData(61 * 1024, false)]
    [InlineData(200 * 1024, false)]
    [InlineData(61 * 1024, true)]
    [InlineData(200 * 1024, true)]
    public async Task Body_must_be_refused_when_it_is_too_long(int bytes, bool isChunked)
    {
        await using var api = await ApiWorld.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs")
        {
            Content = new StringContent(new string('#', bytes)),
        };
        request.Headers.TransferEncodingChunked = isChunked;
        request.Headers.ExpectContinue = true;
        using var response = await api.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("CDL-0735", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_must_be_refused_when_it_is_no_utf8()
    {
        await using var api = await ApiWorld.StartAsync();
        using var content = new ByteArrayContent([0xff, 0xfe, 0x00]);
        content.Headers.TryAddWithoutValidation("Content-Type", "text/plain");
        using var response = await api.Http.PostAsync("/api/v1/jobs", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("CDL-0735", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Token_must_be_asked_for_when_there_is_one()
    {
        await using var api = await ApiWorld.StartAsync();
        using var stranger = new HttpClient { BaseAddress = api.Address };
        foreach (var endpoint in api.Endpoints)
        {
            var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                .Replace("{id}", "toy").Replace("{name}", "w1").Replace("{**path}", "x");
            using var response = await stranger.GetAsync(path);
            var isOpen = path is "/" or "/openapi/v1.json";
            Assert.Equal(
                isOpen ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", true)]
    [InlineData("Origin", "null", true)]
    [InlineData("Host", "evil.example", true)]
    [InlineData("Host", "evil.example:7400", true)]
    [InlineData("Host", "10.0.0.1", true)]
    [InlineData("Host", "localhost:7400", false)]
    [InlineData("Host", "[::1]:7400", false)]
    [InlineData("Host", "127.0.0.1", false)]
    [InlineData("Host", "my-name", false)]
    public async Task Page_of_a_stranger_must_be_refused_when_there_is_no_token(
        string header, string value, bool isRefused)
    {
        await using var api = await ApiWorld.StartAsync(token: null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/cluster/status");
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await api.Http.SendAsync(request);
        Assert.Equal(
            isRefused ? HttpStatusCode.Forbidden : HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Own_page_must_be_served_when_it_asks_from_its_own_origin()
    {
        await using var api = await ApiWorld.StartAsync(token: null);
        using var page = await api.Http.GetAsync("/");
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        var html = await page.Content.ReadAsStringAsync();
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/cluster/status");
        request.Headers.TryAddWithoutValidation(
            "Origin", api.Address.GetLeftPart(UriPartial.Authority));
        using var response = await api.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Coordinator_must_say_so_when_it_is_not_in_charge()
    {
        await using var api = await ApiWorld.StartAsync(isInCharge: false);
        var (status, problem) = await api.GetAsync("/api/v1/jobs");
        Assert.Equal((503, "CDL-0737"), (status, problem.GetProperty("code").GetString()));
        var (submitted, _) = await api.SendAsync("POST", "/api/v1/jobs", ServiceWorld.Toy);
        Assert.Equal(503, submitted);
        var (found, cluster) = await api.GetAsync("/api/v1/cluster/status");
        Assert.Equal(200, found);
        Assert.False(
            cluster.GetProperty("coordinator").GetProperty("isInCharge").GetBoolean());
        Assert.Equal(2, cluster.GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task Loss_must_be_a_word_when_json_has_no_number_for_it()
    {
        await using var api = await ApiWorld.StartAsync();
        var run = await api.SubmitAsync("toy");
        run.Tell("evaluation", "diverged", loss: double.NaN, accuracy: 0);
        var (_, job) = await api.GetAsync("/api/v1/jobs/toy");
        Assert.Equal("NaN", job.GetProperty("testLoss").GetString());
        Assert.Contains(
            "\"loss\":\"NaN\"", await File.ReadAllTextAsync(api.Jobs.PathOf("toy", "log.jsonl")));
    }

    private static async Task<(int, string?)> ChangeAsync(ApiWorld api, string verb)
    {
        var (status, job) = await api.SendAsync("POST", $"/api/v1/jobs/toy/{verb}");
        return (status, job.GetProperty("state").GetString());
    }
}
