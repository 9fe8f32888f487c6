namespace Gateway.Web;

/// <summary>What browsers are told never to do with our pages.</summary>
internal static class SecurityHeaders
{
    // Written as the response starts: a failure on the way clears everything that was set before it.
    public static void Use(IApplicationBuilder app, WebOptions options) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            Write(context.Response.Headers, options);
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>Lets style elements with this nonce in: xterm.js writes its colours into some at run time.</summary>
    public static void AllowStyles(HttpResponse response, string nonce) =>
        response.Headers.ContentSecurityPolicy = Policy($"'self' 'nonce-{nonce}'");

    private static void Write(IHeaderDictionary headers, WebOptions options)
    {
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Policy("'self'");
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()";
        if (options.AlwaysHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }

    private static string Policy(string styles) =>
        $"default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
