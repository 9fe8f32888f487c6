namespace Gateway.Web;

/// <summary>Hosting under a sub-path, whether the proxy in front takes the prefix away or leaves it.</summary>
internal static class HostedPath
{
    public static void Use(IApplicationBuilder app, PathString pathBase)
    {
        if (!pathBase.HasValue) return;
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (request.Path.StartsWithSegments(pathBase, out var rest)) request.Path = rest.HasValue ? rest : "/";
            request.PathBase = pathBase;
            return next(context);
        });
    }
}
