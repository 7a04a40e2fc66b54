"""What the demo's teams say about themselves: a paragraph for each line, by the team's address."""

from django.utils.html import format_html_join

ABOUT = {
    "all-hands": (
        "Everybody who works here is in this team from the first day. What stands here concerns every site "
        "and every trade, or it would stand in a smaller room.",
        "Write to Imani or Sunita if you have something for all of us; they read drafts on weekday mornings.",
    ),
    "platform": (
        "We keep the screens of the house alive: editing, labels, scanners, sign-in and the archive.",
        "Something is down? Call the desk, day or night. Something could be better? Ask under a post, or come "
        "to the open hour on Thursdays at two, in Utrecht and on the line.",
    ),
    "newsroom": (
        "Two editions and one conscience. Here we write about how we work, the stories themselves are in the paper.",
        "The morning meeting at nine is open to colleagues from everywhere in the house, and corrections are "
        "anybody's to suggest.",
    ),
    "data-desk": (
        "Bring us a question before you bring us a spreadsheet. Every figure that we publish has its source, "
        "its date and the one who checked it beside it.",
        "New series start on the first Monday of a month.",
    ),
    "depots": (
        "Each of the six decides for itself what its yard allows, and writes down why.",
        "Visitors wear shoes with caps and are asked to carry something.",
    ),
    "print-works": (
        "We start when the last page comes down, around half past eleven, and are done when the vans are full.",
        "Proofs until ten in the evening, please; after that only names and football.",
    ),
    "reader-service": (
        "Calls, mails, and a letter now and then. What readers say reaches the people who can change it "
        "within two days, with the answer that we gave.",
    ),
    "radio": (
        "Weather, ships, music and the council, eleven hours a day. The studio door is open while the red "
        "light is off.",
        "Ideas for the breakfast hour go to Liam before noon.",
    ),
    "green-fleet": (
        "Vans, bicycles, roofs and the heat of two presses: whoever pays for energy here finds us useful. We "
        "publish what did not work as well, with the bill.",
    ),
    "people-and-learning": (
        "Contracts, courses, first weeks and last days. A course starts when five people want it, wherever they are.",
        "What you tell us in person stays in person; here stands only what helps everybody.",
    ),
    "legal-desk": ("Ask early: a question costs ten minutes, a letter from the other side costs a month.",),
    "works-council": (
        "Surgery hours rotate through the sites, the calendar hangs at each gate. Votes are published by name.",
    ),
    "horizon": (
        "Until the talks end, nothing from here goes into mail or onto paper. Minutes are written in the room "
        "and approved before it empties.",
    ),
    "source-care": (
        "Before you promise anybody anything, talk to one of us. Names never stand in this team's pages, not "
        "even here.",
    ),
}


def about_in_markup(slug: str) -> str:
    return format_html_join("", "<p>{}</p>", ((paragraph,) for paragraph in ABOUT[slug]))
