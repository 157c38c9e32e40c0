using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.Api;

/// <summary>Submits jobs, shows them, and does to them what their owner wants.</summary>
internal sealed class JobEndpoints(ApiDesk desk)
{
    private const int FaultBytesMax = 4096;

    public async Task SubmitAsync(HttpContext http)
    {
        var name = NameOf(http);
        var isDry = Requests.Flag(http, "dryRun");
        var text = await Requests.TextAsync(
            http, Requests.BodyBytesMax, "application/hocon", "text/plain", "application/json");
        // Reading data and trying the code take a while, and threads that serve are few.
        if (isDry)
        {
            var report = await Task.Run(() => desk.Jobs.Check(text, name), http.RequestAborted);
            await WriteAsync(http, report);
            return;
        }

        var job = await Task.Run(() => desk.Jobs.Submit(text, name), CancellationToken.None);
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.Headers.Location = $"{ApiRoutes.Root}/jobs/{job.Job.Id}";
        await WriteAsync(http, ApiViews.Of(job));
    }

    public Task ListAsync(HttpContext http) =>
        WriteAsync(http, desk.Jobs.List().Select(ApiViews.Of).ToList());

    public Task DescribeAsync(HttpContext http) => WriteAsync(
        http, ApiViews.DetailsOf(desk.Jobs.View(Requests.JobId(http)), desk.Nodes.Nodes()));

    public async Task PauseAsync(HttpContext http) => await AnswerAsync(
        http, await desk.Jobs.PauseAsync(Requests.JobId(http)));

    public Task ResumeAsync(HttpContext http) =>
        AnswerAsync(http, desk.Jobs.Resume(Requests.JobId(http)));

    public async Task CancelAsync(HttpContext http) => await AnswerAsync(
        http, await desk.Jobs.CancelAsync(Requests.JobId(http)));

    public async Task InjectAsync(HttpContext http)
    {
        var id = Requests.JobId(http);
        var fault = await Requests.TextAsync(http, FaultBytesMax, "text/plain");
        await desk.Jobs.InjectAsync(id, fault.Trim());
        await AnswerAsync(http, desk.Jobs.View(id));
    }

    private static string? NameOf(HttpContext http)
    {
        var name = Requests.Query(http, "name");
        return name is null || JobId.IsValid(name)
            ? name
            : throw new InvalidInputException(
                JobErrors.Parameter, "name", name.Length <= 80 ? name : name[..80],
                $"1 to {JobId.LengthMax} of a-z, 0-9 and -, beginning with a letter or digit",
                "Name the job so that it can stand in paths, such as digits-2.");
    }

    /// <summary>202 while the job is still on its way to what was asked.</summary>
    private static Task AnswerAsync(HttpContext http, JobView view)
    {
        http.Response.StatusCode = view.Job.Intent == JobIntent.Finish
            ? StatusCodes.Status200OK
            : StatusCodes.Status202Accepted;
        return WriteAsync(http, ApiViews.Of(view));
    }

    private static Task WriteAsync<T>(HttpContext http, T value) =>
        http.Response.WriteAsJsonAsync(value, ApiJson.Format, http.RequestAborted);
}
