using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Security;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.Coordinator.Api;

/// <summary>
/// The command line's end of the API. Of several coordinators it takes the first that answers and
/// is in charge. What a coordinator refuses is thrown as the error it has told.
/// </summary>
internal sealed class ApiClient : IDisposable
{
    /// <summary>A job is checked with its data before it is taken.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly List<(Uri Address, HttpClient Http)> _coordinators;

    /// <param name="addresses">Coordinators, in the order in which they are asked.</param>
    /// <param name="token">Bearer token, or null.</param>
    /// <param name="identity">This machine's certificate, or null.</param>
    /// <param name="isInsecure">Whether a token may go in the clear off loopback.</param>
    /// <exception cref="InvalidInputException">CDL-0766, CDL-0767: an address does not suit the
    /// certificates.</exception>
    public ApiClient(
        IReadOnlyList<Uri> addresses, string? token, PlaneIdentity? identity, bool isInsecure)
    {
        Contract.Require(addresses.Count > 0, "somebody is asked");
        foreach (var address in addresses)
        {
            ReachRules.CheckTarget(address, identity is not null, isInsecure);
        }

        _coordinators = [.. addresses.Select(address => (address, DataPlaneHttp.Client(
            new DataPlaneTarget(address, identity) { Token = token })))];
    }

    public void Dispose()
    {
        foreach (var (_, http) in _coordinators)
        {
            http.Dispose();
        }
    }

    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) =>
        SendAsync<T>(HttpMethod.Get, path, null, cancellation);

    /// <param name="path">What is asked for.</param>
    /// <param name="body">Text, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<T> PostAsync<T>(string path, string? body, CancellationToken cancellation) =>
        SendAsync<T>(HttpMethod.Post, path, body, cancellation);

    /// <summary>Opens a log; dispose the answer.</summary>
    public async Task<HttpResponseMessage> OpenLogAsync(
        string path, string mediaType, CancellationToken cancellation) => await AskAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));
                return request;
            },
            cancellation);

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, string? body, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await AskAsync(() => Request(method, path, body), patience.Token);
            var value = await response.Content.ReadFromJsonAsync<T>(ApiJson.Format, patience.Token);
            return value is null ? throw Strange(response, "null") : value;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException(
                $"the coordinator has not answered for {Patience.TotalMinutes:0} minutes");
        }
        catch (JsonException error)
        {
            throw Strange(null, error.Message);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? body)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "text/plain");
        }

        return request;
    }

    /// <summary>The first good answer. One that is not in charge is passed over, as is one that
    /// cannot be reached; all else is final.</summary>
    private async Task<HttpResponseMessage> AskAsync(
        Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        var tried = new List<string>();
        foreach (var (address, http) in _coordinators)
        {
            try
            {
                using var request = make();
                var response = await http.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                if (response.IsSuccessStatusCode)
                {
                    return response;
                }

                using (response)
                {
                    var problem = await ReadProblemAsync(response, cancellation);
                    if (problem.Code != JobErrors.NotInCharge)
                    {
                        throw ErrorOf(problem);
                    }

                    tried.Add($"{Plain(address)}: not in charge of the jobs (yet)");
                }
            }
            catch (HttpRequestException error)
            {
                tried.Add($"{Plain(address)}: {Innermost(error)}");
            }
        }

        throw new CoordinatorUnreachableException(
            $"no coordinator answers: {string.Join("; ", tried)}. Start one with `./akkacoded "
            + "coordinator`, or name it with --coordinator URL.");
    }

    private static async Task<ProblemJson> ReadProblemAsync(
        HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            throw new InvalidInputException(
                "CDL-0730", "AKKACODED_TOKEN", "(not shown)", "the coordinator's token",
                "Set the variable to the token that the coordinator was started with.");
        }

        if (response.Content.Headers.ContentType?.MediaType != Problems.MediaType)
        {
            throw Strange(response, $"status {(int)response.StatusCode}");
        }

        try
        {
            return await response.Content
                .ReadFromJsonAsync<ProblemJson>(ApiJson.Format, cancellation)
                ?? throw Strange(response, "no problem");
        }
        catch (JsonException error)
        {
            throw Strange(response, error.Message);
        }
    }

    /// <summary>An error of the coordinator's own machine is none that the input mends.</summary>
    private static Exception ErrorOf(ProblemJson problem) =>
        problem.Code is null || problem.Status >= 500
            ? new IOException(problem.Detail)
            : new InvalidInputException(
                problem.Code, problem.Key ?? "", problem.Value, problem.Allowed ?? "",
                problem.Remedy ?? "");

    private static InvalidInputException Strange(HttpResponseMessage? response, string what) => new(
        "CDL-0741", "coordinator", response?.RequestMessage?.RequestUri?.ToString() ?? "answer",
        "the API of a coordinator of this version",
        $"It answered otherwise ({what}). Check --coordinator.");

    private static string Plain(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static string Innermost(Exception error) =>
        error.InnerException is { } inner ? Innermost(inner) : error.Message;
}
