"""How each relation of the graph is said, asked and labelled. `{s}` stands for the subject, `{o}` for the object.

Statements are whole sentences, questions ask for the object, fields name it in a form. Written by hand; a relation
needs at least five statements and three questions, so that neither a reader nor a model meets one wording only.
"""

from __future__ import annotations

from dataclasses import dataclass


def fill(template: str, subject: str, obj: str) -> tuple[str, int, int]:
    """The sentence and the character span `[start, end)` of the object in it. `{a}` becomes a or an."""
    head, tail = template.replace("{s}", subject).split("{o}")
    head = head.replace("{a}", "an" if obj[0].lower() in "aeiou" else "a")
    text = head + obj + tail
    return text, len(head), len(head) + len(obj)


@dataclass(frozen=True)
class Relation:
    """The wordings of one relation."""

    name: str
    statements: tuple[str, ...]
    questions: tuple[str, ...]
    fields: tuple[str, ...]
    answer: str  # a full-sentence answer


def _relation(name: str, fields: str, answer: str, statements: str, questions: str) -> Relation:
    def lines(block: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in block.strip().splitlines())

    return Relation(name, lines(statements), lines(questions), tuple(fields.split("; ")), answer)


RELATIONS: dict[str, Relation] = {
    r.name: r
    for r in (
        _relation("team.lead", "team lead; lead; head of team", "{o} leads the {s} team.", """
            {o} leads the {s} team.
            The {s} team is led by {o}.
            {s} reports to {o}.
            At the head of {s} is {o}.
            Anything about {s} goes to its lead, {o}.
            {o} took over the {s} team and still runs it.
            Lead of {s}: {o}.
            {s} works under {o}.""", """
            Who leads the {s} team?
            Who is the lead of {s}?
            Who runs {s}?
            Which person heads the {s} team?"""),
        _relation("team.site", "site; location", "The {s} team sits in {o}.", """
            The {s} team sits in {o}.
            {s} is based in {o}.
            You will find {s} at our {o} site.
            {s} works from {o}.
            Most of the {s} team is in {o}.
            The desks of {s} are in {o}.""", """
            Where does the {s} team sit?
            At which site is {s} based?
            Where is {s}?"""),
        _relation("team.channel", "chat channel; channel", "The channel of {s} is {o}.", """
            The chat channel of {s} is {o}.
            Write to {s} in {o}.
            {s} answers questions in {o}.
            Questions for {s} belong in {o}.
            {s} can be reached in {o} during office hours.""", """
            Which channel does {s} use?
            In which channel can I reach {s}?
            What is the chat channel of {s}?"""),
        _relation("person.role", "role; job title", "{s} is {a} {o}.", """
            {s} works as {a} {o}.
            {s} is employed as {a} {o}.
            The role of {s} is {o}.
            {s} joined us as {a} {o}.
            By title {s} is {a} {o}.""", """
            What is the role of {s}?
            As what does {s} work?
            What is {s}'s job?"""),
        _relation("person.team", "team", "{s} belongs to the {o} team.", """
            {s} belongs to the {o} team.
            {s} is a member of {o}.
            {s} is part of {o}.
            In the chart {s} stands under {o}.
            {s} works in the {o} team.
            {s} sits with {o}.""", """
            Which team is {s} in?
            To which team does {s} belong?
            Where in the company does {s} work?"""),
        _relation("person.manager", "manager; reports to", "{s} reports to {o}.", """
            {s} reports to {o}.
            The manager of {s} is {o}.
            {o} manages {s}.
            {o} signs the leave requests of {s}.
            {s} has {o} as manager.""", """
            Who is the manager of {s}?
            To whom does {s} report?
            Who manages {s}?"""),
        _relation("person.site", "site; office", "{s} works in {o}.", """
            {s} works in {o}.
            The desk of {s} is in {o}.
            {s} is at the {o} site.
            You can meet {s} in {o}.
            {s} usually works from {o}.""", """
            Where does {s} work?
            At which site is {s}?
            Where can I meet {s}?"""),
        _relation("person.extension", "extension; phone extension", "The extension of {s} is {o}.", """
            {s} is on extension {o}.
            The extension of {s} is {o}.
            Call {s} on {o}.
            To reach {s}, dial {o}.
            {s} picks up on {o}.""", """
            What is the extension of {s}?
            On which extension is {s}?
            Which number do I dial for {s}?"""),
        _relation("product.owner", "owner; owning team", "{o} owns {s}.", """
            {s} is owned by the {o} team.
            {o} owns {s}.
            {o} builds and runs {s}.
            The team behind {s} is {o}.
            {s} belongs to {o}.
            Changes to {s} are approved by {o}.
            {o} looks after {s}.""", """
            Which team owns {s}?
            Who builds {s}?
            Which team looks after {s}?"""),
        _relation("product.role", "kind of product; type", "{s} is {a} {o}.", """
            {s} is our {o}.
            {s} serves as {a} {o}.
            In the catalogue {s} is listed as {a} {o}.
            {s}, the {o}, is part of most contracts.
            Customers use {s} as their {o}.""", """
            What is {s}?
            What kind of product is {s}?
            What does the catalogue list {s} as?"""),
        _relation("product.version", "version; current version", "The current version of {s} is {o}.", """
            The current version of {s} is {o}.
            {s} is at version {o}.
            {s} {o} is the release in use.
            We ship {s} in version {o}.
            The latest release of {s} carries the number {o}.
            Customers on {s} should run {o}.""", """
            What is the current version of {s}?
            Which version of {s} is in use?
            At which version is {s}?"""),
        _relation("product.price", "price; monthly price", "{s} costs {o} a month.", """
            {s} costs {o} a month.
            The list price of {s} is {o} per month.
            We charge {o} a month for {s}.
            One unit of {s} is billed at {o} each month.
            {s} is {o} per device and month.""", """
            What does {s} cost?
            What is the price of {s}?
            How much is {s} per month?"""),
        _relation("customer.plan", "plan; contract plan", "{s} is on the {o} plan.", """
            {s} is on the {o} plan.
            {s} has the {o} plan.
            The contract of {s} covers the {o} plan.
            {s} pays for the {o} plan.
            We serve {s} under the {o} plan.""", """
            Which plan is {s} on?
            What plan does {s} have?
            Under which plan do we serve {s}?"""),
        _relation("customer.manager", "account manager; contact", "{o} looks after {s}.", """
            {o} looks after {s}.
            The account of {s} is with {o}.
            {s} calls {o} first.
            {o} is the contact of {s}.
            {s} is one of the accounts of {o}.""", """
            Who looks after {s}?
            Who is the contact of {s}?
            With whom is the account of {s}?"""),
        _relation("supplier.part", "part; supplied part", "{s} supplies {o}.", """
            {s} supplies our {o}.
            We buy {o} from {s}.
            Our {o} come from {s}.
            {s} makes {o} for us.
            For {o} we rely on {s}.""", """
            What does {s} supply?
            What do we buy from {s}?
            Which parts come from {s}?"""),
        _relation("order.customer", "customer; ordered by", "{o} placed order {s}.", """
            {o} placed order {s}.
            Order {s} is for {o}.
            {s} was placed by {o}.
            Order {s} goes to {o}.
            The buyer on {s} is {o}.""", """
            Who placed order {s}?
            For whom is order {s}?
            Which customer is on order {s}?"""),
        _relation("order.product", "product; item", "Order {s} contains {o}.", """
            Order {s} contains {o}.
            The item on order {s} is {o}.
            With {s} we deliver {o}.
            {o} was ordered under {s}.
            Order {s} is about {o}.""", """
            Which product is on order {s}?
            What was ordered under {s}?
            What is the item on {s}?"""),
        _relation("order.amount", "amount; total", "Order {s} comes to {o}.", """
            Order {s} comes to {o}.
            The total of order {s} is {o}.
            {s} was invoiced at {o}.
            For {s} we charge {o}.
            The amount on {s} is {o}.""", """
            What is the total of order {s}?
            How much is order {s}?
            What amount is on {s}?"""),
        _relation("order.status", "status; order status", "Order {s} is {o}.", """
            Order {s} is {o}.
            The status of order {s} is {o}.
            At the moment {s} is {o}.
            {s} shows as {o}.
            Our system lists {s} as {o}.""", """
            What is the status of order {s}?
            How far is order {s}?
            How does {s} show in the system?"""),
        _relation("order.due", "due date; delivery date", "Order {s} is due on {o}.", """
            Order {s} is due on {o}.
            We promised {s} for {o}.
            Delivery of {s} is planned for {o}.
            {s} should arrive by {o}.
            The due date of {s} is {o}.""", """
            When is order {s} due?
            What is the delivery date of {s}?
            For when was {s} promised?"""),
        _relation("incident.product", "product; affected product", "{s} affected {o}.", """
            {s} affected {o}.
            During {s} {o} was down.
            The product hit by {s} was {o}.
            {s} took {o} out of service.
            {o} failed in {s}.""", """
            Which product did {s} affect?
            What was down during {s}?
            Which product failed in {s}?"""),
        _relation("incident.cause", "cause; root cause", "{s} was caused by {o}.", """
            {s} was caused by {o}.
            The cause of {s} was {o}.
            Behind {s} was {o}.
            We traced {s} to {o}.
            {s} goes back to {o}.""", """
            What caused {s}?
            What was the cause of {s}?
            What was behind {s}?"""),
        _relation("incident.minutes", "minutes; duration in minutes", "{s} lasted {o} minutes.", """
            {s} lasted {o} minutes.
            After {o} minutes {s} was over.
            Users noticed {s} for {o} minutes.
            It took {o} minutes to close {s}.
            The clock on {s} stopped at {o} minutes.""", """
            How many minutes did {s} last?
            How long was {s}?
            How long did it take to close {s}?"""),
        _relation("incident.oncall", "on-call; on-call engineer", "{o} was on call for {s}.", """
            {o} was on call for {s}.
            {o} handled {s}.
            The pager for {s} woke {o}.
            {s} was worked on by {o}.
            {o} took the call for {s}.""", """
            Who was on call for {s}?
            Who handled {s}?
            Who took the call for {s}?"""),
        _relation("incident.date", "date; day of the incident", "{s} happened on {o}.", """
            {s} happened on {o}.
            The date of {s} is {o}.
            We had {s} on {o}.
            {s} began on {o}.
            On {o} we opened {s}.""", """
            When did {s} happen?
            On which day was {s}?
            What is the date of {s}?"""),
        _relation("vulnerability.fixed", "fixed version; fixed in", "{s} is fixed in version {o}.", """
            {s} is fixed in version {o}.
            Version {o} closes {s}.
            The fix for {s} came with {o}.
            To be safe from {s}, update to {o}.
            {s} is gone from {o} on.""", """
            In which version is {s} fixed?
            Which version closes {s}?
            To which version should I update because of {s}?"""),
        _relation("policy.owner", "owner; owning team", "{o} owns {s}.", """
            {s} is kept by {o}.
            {o} owns {s}.
            The owner of {s} is the {o} team.
            Questions on {s} go to {o}.
            {o} reviews {s} each year.""", """
            Which team owns {s}?
            Who keeps {s}?
            Where do questions on {s} go?"""),
        _relation("policy.limit", "limit; allowed amount", "The limit in {s} is {o}.", """
            The limit in {s} is {o}.
            {s} allows {o}.
            Under {s} the limit is {o}.
            {s} sets the limit at {o}.
            Nothing above {o} is covered by {s}.""", """
            What is the limit in {s}?
            How much does {s} allow?
            What limit does {s} set?"""),
        _relation("policy.effective", "effective date; valid from", "{s} is valid from {o}.", """
            {s} is valid from {o}.
            {s} came into force on {o}.
            The rules of {s} apply since {o}.
            Since {o} we work under {s}.
            {s} took effect on {o}.""", """
            When did {s} come into force?
            From when is {s} valid?
            Since when does {s} apply?"""),
    )
}  # fmt: skip
