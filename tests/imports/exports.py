"""Exports for tests, written as the old blogs write them."""

from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/{v}/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/{v}/"'
)


def cdata(text):
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def wp_author(login="ada", name="Ada Lovelace", email="", number="7"):
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{login}</wp:author_login>"
        f"<wp:author_email>{email}</wp:author_email><wp:author_display_name>{cdata(name)}</wp:author_display_name>"
        f"</wp:author>"
    )


def wp_comment(
    number=1, text="I remember.", name="Reader", parent=0, approved="1", kind="", at="2015-02-01 10:00:00", user=0
):
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{cdata(name)}</wp:comment_author>"
        f"<wp:comment_author_email>r@example.org</wp:comment_author_email><wp:comment_date_gmt>{at}</wp:comment_date_gmt>"
        f"<wp:comment_content>{cdata(text)}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent>"
        f"<wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>"
    )


def wp_meta(key, value):
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"


def wp_post(
    number=1, title="The gate", markup="The gate was built for carts.", status="publish", kind="post", slug=None,
    link=None, creator="ada", tags=(), categories=(), excerpt="", password="", sticky=0, gmt="2015-01-31 09:00:00",
    inside="", comments="open",
):  # fmt: skip
    slug = f"post-{number}" if slug is None else slug
    link = f"https://old.example/2015/01/{slug}/" if link is None else link
    marked = "".join(f'<category domain="post_tag" nicename="x">{cdata(tag)}</category>' for tag in tags)
    marked += "".join(f'<category domain="category" nicename="y">{cdata(name)}</category>' for name in categories)
    return (
        f"<item><title>{escape(title)}</title><link>{link}</link><pubDate>Sat, 31 Jan 2015 09:00:00 +0000</pubDate>"
        f"<dc:creator>{cdata(creator)}</dc:creator><guid isPermaLink='false'>https://old.example/?p={number}</guid>"
        f"<content:encoded>{cdata(markup)}</content:encoded><excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>{gmt}</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name>"
        f"<wp:comment_status>{comments}</wp:comment_status><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        f"<wp:post_password>{password}</wp:post_password><wp:is_sticky>{sticky}</wp:is_sticky>{marked}{inside}</item>"
    )


def wp_attachment(number, address, title="A picture", caption="", alt=""):
    return (
        f"<item><title>{title}</title><wp:post_id>{number}</wp:post_id><wp:post_type>attachment</wp:post_type>"
        f"<wp:status>inherit</wp:status><wp:attachment_url>{escape(address)}</wp:attachment_url>"
        f"<excerpt:encoded>{cdata(caption)}</excerpt:encoded>{wp_meta('_wp_attachment_image_alt', alt)}</item>"
    )


def wxr(*parts, version="1.2", title="The old blog", namespaces=None, start='<?xml version="1.0" encoding="UTF-8"?>'):
    declared = NAMESPACES.format(v=version) if namespaces is None else namespaces
    return (
        f'{start}\n<!-- An export -->\n<rss version="2.0" {declared}><channel>\n<title>{title}</title>\n'
        f"<link>https://old.example</link><wp:wxr_version>{version}</wp:wxr_version>"
        f"<wp:base_blog_url>https://old.example</wp:base_blog_url>\n{chr(10).join(parts)}\n</channel></rss>"
    )


# --- Blogger ----------------------------------------------------------------------------------------------------------

_BLOG = "tag:blogger.com,1999:blog-11"


def takeout_entry(
    number=1, kind="POST", title="The gate", markup="The gate was built for carts.", status="LIVE", parent="",
    answers="", name="Ada Lovelace", labels=(), file=None, at="2015-01-31T09:00:00Z",
):  # fmt: skip
    related = f"<blogger:parent>{_BLOG}.post-{parent}</blogger:parent>" if parent else ""
    related += f"<blogger:inReplyTo>{_BLOG}.post-{answers}</blogger:inReplyTo>" if answers else ""
    named = (
        "" if kind == "COMMENT" else f"<blogger:filename>{file or f'/2015/01/post-{number}.html'}</blogger:filename>"
    )
    return (
        f"<entry><id>{_BLOG}.post-{number}</id>{related}<blogger:type>{kind}</blogger:type>"
        f"<blogger:status>{status}</blogger:status><author><name>{name}</name><uri></uri>"
        f"<blogger:type>BLOGGER</blogger:type></author><title>{escape(title)}</title>"
        f"<content type='html'>{escape(markup)}</content><blogger:created>{at}</blogger:created>"
        f"<published>{at}</published><updated>{at}</updated>"
        + "".join(f"<category scheme='{_BLOG}' term={quoteattr(label)}/>" for label in labels)
        + f"{named}<link/><enclosure/><blogger:trashed/></entry>"
    )


def takeout(*entries):
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        f"xmlns:blogger='http://schemas.google.com/blogger/2018'><id>{_BLOG}</id><title>The old blog</title>"
        f"{''.join(entries)}</feed>"
    )


def old_entry(
    number=1,
    kind="post",
    title="The gate",
    markup="Carts.",
    draft=False,
    about="",
    answers="",
    labels=(),
    at="2015-01-31T09:00:00.001-08:00",
):
    control = (
        "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>" if draft else ""
    )
    related = (
        f"<thr:in-reply-to href='https://old.blogspot.example/x.html' ref='{_BLOG}.post-{about}'/>" if about else ""
    )
    related += (
        f"<link rel='related' href='https://www.blogger.com/feeds/11/{about}/comments/default/{answers}'/>"
        if answers
        else ""
    )
    return (
        f"<entry><id>{_BLOG}.post-{number}</id><published>{at}</published><updated>{at}</updated>{control}"
        f"<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
        + "".join(f"<category scheme='http://www.blogger.com/atom/ns#' term='{label}'/>" for label in labels)
        + f"<title type='text'>{title}</title><content type='html'>{escape(markup)}</content>"
        f"<link rel='alternate' type='text/html' href='https://old.blogspot.example/2015/01/post-{number}.html'/>"
        f"<author><name>Ada Lovelace</name><uri>http://www.blogger.com/profile/123</uri><email>noreply@blogger.com</email>"
        f"</author>{related}</entry>"
    )


def old_feed(*entries):
    return (
        "<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href='x.css' type='text/css'?>"
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
        f"<id>{_BLOG}.archive</id><title type='text'>The old blog</title>"
        f"<link rel='alternate' type='text/html' href='https://old.blogspot.example/'/>{''.join(entries)}</feed>"
    )
