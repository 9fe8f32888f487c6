using System.Text;

namespace Gateway.Web;

/// <summary>Answers in plain words, for programs of people and devices that show no page.</summary>
internal static class PlainAnswers
{
    /// <summary>Answers with a line of text, and its length, so that a small program can read it.</summary>
    public static Task SayAsync(HttpContext context, int status, string words)
    {
        byte[] text = Encoding.UTF8.GetBytes(words + "\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        return context.Response.Body.WriteAsync(text).AsTask();
    }
}
