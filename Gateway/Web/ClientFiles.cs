using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Gateway.Web;

/// <summary>The built web client's scripts, styles and pictures.</summary>
internal static class ClientFiles
{
    // What is not listed is not served: the pages beside these files are templates, for the server only.
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".js"] = "text/javascript",
        [".css"] = "text/css",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff"] = "font/woff",
        [".woff2"] = "font/woff2",
        [".webmanifest"] = "application/manifest+json",
        [".md"] = "text/plain; charset=utf-8", // the licences of what the client is built from
    };

    public static void Use(IApplicationBuilder app, string folder) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(Path.GetFullPath(folder)),
        ContentTypeProvider = new FileExtensionContentTypeProvider(Kinds),
        OnPrepareResponse = static file =>
        {
            // Names under assets/ hold a hash of the content.
            bool hashed = file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal);
            file.Context.Response.Headers.CacheControl = hashed ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        },
    });
}
