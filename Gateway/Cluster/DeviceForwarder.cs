using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Cluster;

/// <summary>Passes a browser's request on to the web pages of a device, and the answer back, WebSockets among them. Nothing is kept: bodies go through as they come.</summary>
public sealed class DeviceForwarder(IHttpForwarder forwarder)
{
    // HTTP/1.1 is what devices speak. A page that only listens may hear nothing for long; the gateway's own watch ends it in time.
    private static readonly ForwarderRequestConfig Config = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = TimeSpan.FromMinutes(5),
        AllowResponseBuffering = false,
    };

    /// <summary>Passes a request on, until its answer has ended.</summary>
    /// <param name="context">The request, whose target is sent on as it came.</param>
    /// <param name="line">The way there.</param>
    /// <param name="part">The part of the device, as <paramref name="line"/> is told it: letters only.</param>
    /// <param name="request">Changes what is sent.</param>
    /// <param name="response">Changes the headers of what is answered.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Why nothing was answered; null if something was, whether or not it came to its end.</returns>
    public async Task<Exception?> ForwardAsync(HttpContext context, DeviceLine line, string part, Action<HttpRequestMessage> request, Action<HttpResponse> response, CancellationToken cancellation)
    {
        // Of what goes up and down a device's pages nobody here is the judge.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        var error = await forwarder.SendAsync(context, $"http://{part}", line.Invoker, Config, new Passage(part, request, response), cancellation);
        if (error == ForwarderError.None) return null;
        var exception = context.GetForwarderErrorFeature()?.Exception;
        if (!context.Response.HasStarted) return exception ?? new IOException("The device did not answer.");
        // What was begun must not look whole.
        context.Abort();
        return null;
    }

    private sealed class Passage(string part, Action<HttpRequestMessage> change, Action<HttpResponse> answer) : HttpTransformer
    {
        // The framework's reading of a path would write it anew; devices are particular about theirs.
        private static readonly UriCreationOptions AsItCame = new() { DangerousDisablePathAndQueryCanonicalization = true };

        public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
            request.RequestUri = new Uri($"http://{part}{context.Features.Get<IHttpRequestFeature>()!.RawTarget}", AsItCame);
            change(request);
        }

        public override async ValueTask<bool> TransformResponseAsync(HttpContext context, HttpResponseMessage? response, CancellationToken cancellationToken)
        {
            bool passes = await base.TransformResponseAsync(context, response, cancellationToken);
            if (passes && response is not null) answer(context.Response);
            return passes;
        }
    }
}
