using System.Security.Cryptography;
using System.Text;

namespace Hex.Agent.Http.Pages;

/// <summary>The looks of the page: no fonts, images or scripts from anywhere; light or dark as the reader's system is; tables become cards on a phone.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root{color-scheme:light dark;--bg:#f4f6f8;--card:#fff;--ink:#17202b;--dim:#5b6878;--line:#e1e6ec;--accent:#2f6fde;--ok:#177a4b;--okbg:#e2f4ea;--warn:#8a5a00;--warnbg:#fdf1d7;--bad:#b3261e;--badbg:#fbe4e2}
        @media(prefers-color-scheme:dark){:root{--bg:#0f141a;--card:#171e27;--ink:#e5eaf0;--dim:#94a1b2;--line:#28323f;--accent:#7aa7ff;--ok:#6fd6a0;--okbg:#12301f;--warn:#f0c36a;--warnbg:#342608;--bad:#ff9c94;--badbg:#3c1512}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
        main{max-width:1120px;margin:0 auto;padding:24px 20px 48px}
        header{display:flex;gap:14px;align-items:center;flex-wrap:wrap;margin-bottom:18px}
        header svg{flex:none;color:var(--accent)}
        h1{font-size:20px;line-height:1.2;margin:0;letter-spacing:-.01em}
        header p{margin:2px 0 0;color:var(--dim);font-size:13px;overflow-wrap:anywhere}
        header .state{margin-left:auto}
        h2{font-size:14px;margin:28px 0 8px;font-weight:650}
        h2 small{color:var(--dim);font-weight:400;font-size:13px;margin-left:8px}
        .pill{display:inline-block;padding:2px 10px;border-radius:99px;font-size:12.5px;font-weight:600;white-space:nowrap;background:var(--line);color:var(--dim)}
        .ok{background:var(--okbg);color:var(--ok)}.warn{background:var(--warnbg);color:var(--warn)}.bad{background:var(--badbg);color:var(--bad)}
        .note{border-radius:10px;padding:10px 14px;margin:0 0 14px;overflow-wrap:anywhere}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px}
        .tile,.box{background:var(--card);border:1px solid var(--line);border-radius:12px}
        .tile{padding:12px 14px}
        .tile b{display:block;font-size:21px;line-height:1.25;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
        .tile span{color:var(--dim);font-size:12.5px}
        .box{overflow:hidden}
        table{width:100%;border-collapse:collapse;font-size:13.5px}
        th{text-align:left;font-weight:600;font-size:12px;color:var(--dim);padding:9px 14px;border-bottom:1px solid var(--line)}
        td{padding:8px 14px;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
        td.name,td.err,td.path{white-space:normal;overflow-wrap:break-word}td.err,td.path{overflow-wrap:anywhere}
        tbody tr:last-child td{border-bottom:0}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .name{font-weight:600}
        td.err{color:var(--bad)}
        td.path{font:12.5px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        .none{margin:0;padding:12px 14px;font-size:13.5px;color:var(--dim)}
        footer{margin-top:28px;color:var(--dim);font-size:12.5px}
        @media(max-width:680px){
        main{padding:16px 12px 32px}
        header{align-items:flex-start}
        header svg{margin-top:2px}
        header>div:first-of-type{flex:1;min-width:0}
        header .state{margin-left:0;flex-basis:100%}
        .tiles{grid-template-columns:1fr 1fr;gap:8px}
        thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        tr{display:block;padding:8px 0;border-bottom:1px solid var(--line)}
        tbody tr:last-child{border-bottom:0}
        td{display:flex;justify-content:space-between;gap:16px;border:0;padding:3px 14px;text-align:right;white-space:normal}
        td::before{content:attr(data-of);color:var(--dim);text-align:left;flex:none}
        td.name{font-size:14.5px;text-align:left}td.name::before{content:none}
        td.err{display:block;text-align:left}td.err::before{display:block}
        td:empty,td.zero{display:none}
        }
        """;

    /// <summary>The policy that lets this style and nothing else in: no script runs, nothing is loaded, nobody frames the page.</summary>
    public static string ContentSecurityPolicy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
