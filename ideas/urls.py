"""The addresses of ideas. In Dutch, because people read and share them."""

from django.urls import path, register_converter

from ideas.views import (
    about,
    author,
    clean_up,
    coauthors,
    comment_own,
    comments,
    confirm,
    desk,
    desk_answer,
    desk_answer_lists,
    desk_board,
    desk_bulk,
    desk_drafts,
    desk_family,
    desk_inbound,
    desk_notes,
    desk_rounds,
    desk_rule_form,
    desk_rules,
    desk_suggestions,
    desk_team,
    desk_weighing,
    discovery,
    documents,
    entry,
    finding,
    links,
    listing,
    mine,
    moderation,
    own,
    photos,
    public,
    reports,
    rounds,
    saved,
    sharing,
    submit,
    support_questions,
    votes,
)
from ideas.views import map as maps
from ideas.workflow import ANSWERING

app_name = "ideas"


class ReferenceConverter:
    """The number of an idea, as `ideas.actions.numbering` gives it out."""

    regex = "[0-9]{4}-[0-9]{5,7}"

    def to_python(self, value: str) -> str:
        """Give the number as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Give the number as it stands in the database."""
        return value


class AnsweringConverter:
    """A move that is an answer in four parts."""

    regex = "|".join(ANSWERING)

    def to_python(self, value: str) -> str:
        """Give the verb as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """Give the verb as it stands in the table."""
        return value


register_converter(ReferenceConverter, "reference")
register_converter(AnsweringConverter, "answering")

urlpatterns = [
    path("", public.home, name="home"),
    path("ideeen/", listing.ideas, name="ideas"),
    path("ideeen/atom/", discovery.atom, name="atom"),
    path("ideeen/rss/", discovery.rss, name="rss"),
    path("ideeen/kaart/", maps.ideas_map, name="map"),
    path("ideeen/kaart/punten/", maps.points, name="map_points"),
    path("ideeen/kaart/gebieden/", maps.areas, name="map_areas"),
    path("plek/adressen/", maps.addresses, name="addresses"),
    path("plek/gebied/", maps.area_at, name="area_at"),
    path("ideeen/snel/", finding.instant, name="instant"),
    path("ideeen/nieuw/", submit.new_idea, name="new"),
    path("ideeen/nieuw/voorstel/", submit.new_idea, {"screen": 2}, name="new_proposal"),
    path("ideeen/nieuw/plek/", submit.new_idea, {"screen": 3}, name="new_place"),
    path("ideeen/nieuw/bewaren/", submit.autosave, name="autosave"),
    path("ideeen/nieuw/lijkt-op/", finding.similar, name="similar"),
    path("ideeen/nieuw/lijkt-op/<reference:reference>/", finding.similar_choice, name="similar_choice"),
    path("ideeen/nieuw/tips/", submit.advice, name="advice"),
    path("ideeen/nieuw/fotos/", photos.add_photos, name="add_photos"),
    path("ideeen/nieuw/foto/<uuid:key>/<int:number>/", photos.concept_photo, name="concept_photo"),
    path("ideeen/nieuw/code/", confirm.ConfirmAndSubmit.as_view(), name="confirm"),
    path("ideeen/status/<str:token>/", author.status, name="status"),
    path("ideeen/meedoen/<str:token>/", coauthors.invitation, name="invitation"),
    path("ideeen/formulier/<slug:code>.pdf", entry.form_on_paper, name="form_on_paper"),
    path("ideeen/steun/<str:token>/", support_questions.question, name="support_question"),
    path("ideeen/<reference:reference>/", public.idea, name="idea"),
    path("ideeen/<reference:reference>/foto/", photos.photo, name="photo"),
    path("ideeen/<reference:reference>/foto/<int:number>/", photos.photo, name="photo_number"),
    path("ideeen/<reference:reference>/wijzigen/", author.edit, name="edit"),
    path("ideeen/<reference:reference>/aanvullen/", author.add, name="add"),
    path("ideeen/<reference:reference>/bericht/", author.tell, name="tell"),
    path("ideeen/<reference:reference>/statuslink/", author.renew_link, name="renew_link"),
    path("ideeen/<reference:reference>/mede-indieners/", coauthors.invite, name="invite"),
    path("ideeen/<reference:reference>/kaart.png", sharing.card, name="card"),
    path("ideeen/<reference:reference>/poster.pdf", sharing.poster, name="poster"),
    path("ideeen/<reference:reference>/steun/", own.support, name="support"),
    path("ideeen/<reference:reference>/volgen/", own.follow, name="follow"),
    path("ideeen/<reference:reference>/melden/", reports.report_idea, name="report"),
    path("ideeen/<reference:reference>/bezwaar/", reports.object_for_idea, name="object"),
    path("ideeen/<reference:reference>/reacties/", comments.comments, name="comments"),
    path("ideeen/<reference:reference>/reacties/nieuw/", comment_own.write, name="comment_new"),
    path("ideeen/<reference:reference>/reacties/<int:pk>/", comments.comment, name="comment"),
    path("ideeen/<reference:reference>/reacties/<int:pk>/eerder/", comments.history, name="comment_history"),
    path("ideeen/<reference:reference>/reacties/<int:pk>/veranderen/", comment_own.edit, name="comment_edit"),
    path("ideeen/<reference:reference>/reacties/<int:pk>/weghalen/", comment_own.delete, name="comment_delete"),
    path("ideeen/<reference:reference>/reacties/<int:pk>/nuttig/", comment_own.helpful, name="comment_helpful"),
    path("ideeen/<reference:reference>/reacties/<int:pk>/volgen/", comment_own.follow, name="comment_follow"),
    path("ideeen/<reference:reference>/reacties/<int:pk>/melden/", reports.report_comment, name="comment_report"),
    path("ideeen/<reference:reference>/reacties/<int:pk>/bezwaar/", reports.object_for_comment, name="comment_object"),
    path("robotcontrole/", reports.challenge, name="challenge"),
    path("ideeen/<reference:reference>/<slug:verb>/", own.move, name="move"),
    path("doorverwijzing/<str:token>/", links.referral, name="referral"),
    path("vraag/<str:token>/", links.question, name="question"),
    path("oordeel/<str:token>/", links.rating, name="rating"),
    path("contact/<str:token>/", links.contact, name="contact"),
    path("document/<uuid:key>/", documents.document, name="document"),
    path("programmas/", public.programmes, name="programmes"),
    path("programmas/<slug:slug>/", public.programme, name="programme"),
    path("stemrondes/", rounds.rounds, name="rounds"),
    path("stemrondes/<slug:slug>/", rounds.round_page, name="round"),
    path("stemrondes/<slug:slug>/code/", votes.code, name="round_code"),
    path("stemrondes/<slug:slug>/stembewijs/", votes.receipt, name="round_check"),
    path("stemrondes/<slug:slug>/stem/", votes.vote, name="vote"),
    path("stemrondes/<slug:slug>/natellen/", rounds.recount, name="recount"),
    path("stemrondes/<slug:slug>/stemmen.csv", rounds.votes_csv, name="votes_csv"),
    path("stemrondes/<slug:slug>/stemmen.json", rounds.votes_json, name="votes_json"),
    path("mijn-inbreng/", mine.mine, name="mine"),
    path("mijn-inbreng/zoekopdrachten/", saved.searches, name="searches"),
    path("mijn-inbreng/zoekopdrachten/nieuw/", saved.new_search, name="new_search"),
    path("mijn-inbreng/zoekopdrachten/<int:pk>/", saved.found, name="search"),
    path("mijn-inbreng/zoekopdrachten/<int:pk>/weg/", saved.remove, name="remove_search"),
    path("mijn-inbreng/steun-meenemen/", support_questions.own, name="support_questions"),
    path("mijn-inbreng/<slug:slug>/", mine.section, name="mine_section"),
    path("werkplek/", desk.queue, name="desk"),
    path("werkplek/bord/", desk_board.board, name="board"),
    path("werkplek/bord/ideeen/", desk_board.ideas, name="board_ideas"),
    path("werkplek/bord/bord.csv", desk_board.download, {"kind": "csv"}, name="board_csv"),
    path("werkplek/bord/bord.xlsx", desk_board.download, {"kind": "xlsx"}, name="board_xlsx"),
    path("werkplek/bord/bord.pdf", desk_board.download, {"kind": "pdf"}, name="board_pdf"),
    path("werkplek/samen/", desk_bulk.together, name="desk_bulk"),
    path("werkplek/samen/doen/", desk_bulk.carry_out, name="desk_bulk_do"),
    path("werkplek/lijsten/", desk_notes.keep_list, name="desk_keep_list"),
    path("werkplek/lijsten/<int:key>/weg/", desk_notes.drop_list, name="desk_drop_list"),
    path("werkplek/terugzetten/<int:key>/", desk_team.put_back, name="desk_undo"),
    path("werkplek/invoeren/", entry.enter, name="enter"),
    path("werkplek/invoeren/<reference:reference>/", entry.entered, name="entered"),
    path("werkplek/invoeren/<reference:reference>/brief.pdf", entry.receipt, name="receipt"),
    path("werkplek/binnengekomen/", desk_inbound.inbound, name="inbound"),
    path("werkplek/binnengekomen/<int:pk>/", desk_inbound.mail, name="inbound_mail"),
    path("werkplek/binnengekomen/<int:pk>/foto/<int:number>/", desk_inbound.photo, name="inbound_photo"),
    path("werkplek/moderatie/", moderation.queue, name="moderation"),
    path("werkplek/moderatie/oordeel/", moderation.judge, name="moderation_judge"),
    path("werkplek/moderatie/bezwaren/<int:pk>/", moderation.answer, name="moderation_answer"),
    path("werkplek/moderatie/mensen/<int:pk>/", moderation.block, name="moderation_block"),
    path("werkplek/moderatie/ideeen/<reference:reference>/", moderation.keep, name="moderation_keep"),
    path("werkplek/stemrondes/", desk_rounds.rounds, name="desk_rounds"),
    path("werkplek/stemrondes/nieuw/", desk_rounds.new_round, name="new_round"),
    path("werkplek/stemrondes/<slug:slug>/", desk_rounds.desk_round, name="desk_round"),
    path("werkplek/stemrondes/<slug:slug>/wijzigen/", desk_rounds.change, name="change_round"),
    path("werkplek/stemrondes/<slug:slug>/ideeen/", desk_rounds.ideas, name="round_ideas"),
    path("werkplek/stemrondes/<slug:slug>/brieven/", desk_rounds.print_letters, name="round_letters"),
    path("werkplek/stemrondes/<slug:slug>/opschonen/", desk_rounds.clean, name="round_clean"),
    path("werkplek/stemrondes/<slug:slug>/<slug:verb>/", desk_rounds.move, name="move_round"),
    path("werkplek/regels/", desk_rules.rules, name="desk_rules"),
    path("werkplek/regels/nieuw/", desk_rule_form.new_rule, name="new_rule"),
    path("werkplek/regels/<int:pk>/", desk_rules.rule_page, name="desk_rule"),
    path("werkplek/regels/<int:pk>/wijzigen/", desk_rule_form.change, name="change_rule"),
    path("werkplek/regels/<int:pk>/volgorde/", desk_rules.move, name="move_rule"),
    path("werkplek/regels/<int:pk>/aan-of-uit/", desk_rules.switch, name="switch_rule"),
    path("werkplek/regels/<int:pk>/versies/<int:number>/", desk_rules.version, name="rule_version"),
    path("werkplek/suggesties/", desk_suggestions.overview, name="suggestions"),
    path("werkplek/suggesties/log.csv", desk_suggestions.log_csv, name="suggestions_csv"),
    path("werkplek/suggesties/log.json", desk_suggestions.log_json, name="suggestions_json"),
    path("werkplek/suggesties/<int:pk>/", desk_suggestions.version, name="learned_version"),
    path("werkplek/<reference:reference>/voorstel/", desk_suggestions.follow, name="follow_suggestion"),
    path("werkplek/antwoorden/", desk_drafts.drafts, name="drafts"),
    path("werkplek/oordelen/", desk_drafts.ratings, name="ratings"),
    path("werkplek/sjablonen/", desk_answer_lists.templates, name="templates"),
    path("werkplek/sjablonen/nieuw/", desk_answer_lists.template, name="new_template"),
    path("werkplek/sjablonen/<int:pk>/", desk_answer_lists.template, name="template"),
    path("werkplek/organisaties/", desk_answer_lists.parties, name="parties"),
    path("werkplek/organisaties/nieuw/", desk_answer_lists.party, name="new_party"),
    path("werkplek/organisaties/<int:pk>/", desk_answer_lists.party, name="party"),
    path("werkplek/gewichten/", desk_answer_lists.weights, name="weights"),
    path("werkplek/<reference:reference>/antwoord/voorbeeld/", desk_answer.preview, name="answer_preview"),
    # The mail of the draft is a page of the room that writes mails, at the same address with `mail/`.
    path("werkplek/<reference:reference>/antwoord/<answering:verb>/", desk_answer.answer, name="answer"),
    path("werkplek/<reference:reference>/antwoorden/<int:pk>/", desk_answer.correct, name="correct_answer"),
    path("werkplek/<reference:reference>/afweging/", desk_weighing.weigh, name="weigh"),
    path("werkplek/<reference:reference>/steun-weghalen/", clean_up.support, name="desk_clean_support"),
    path("werkplek/<reference:reference>/", desk.idea, name="desk_idea"),
    path("werkplek/<reference:reference>/wie/", desk_team.presence, name="desk_presence"),
    path("werkplek/<reference:reference>/behandelaar/", desk_team.assign, name="desk_assign"),
    path("werkplek/<reference:reference>/thema/", desk_team.theme, name="desk_theme"),
    path("werkplek/<reference:reference>/meekijken/", desk_team.watch, name="desk_watch"),
    path("werkplek/<reference:reference>/notities/", desk_notes.write, name="desk_write_note"),
    path("werkplek/<reference:reference>/notities/<int:key>/", desk_notes.note, name="desk_note"),
    path("werkplek/<reference:reference>/notities/<int:key>/antwoord/", desk_notes.answer, name="desk_answer_note"),
    path("werkplek/<reference:reference>/zichtbaarheid/", desk.visibility, name="desk_visibility"),
    path("werkplek/<reference:reference>/splitsen/", desk_family.divide, name="desk_divide"),
    path("werkplek/<reference:reference>/verband/", desk_family.link, name="desk_link"),
    path("werkplek/<reference:reference>/<slug:verb>/", desk.move, name="desk_move"),
    path("hoe-het-werkt/", about.how_it_works, name="how_it_works"),
    path("toegankelijkheid/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("bronnen/", about.sources, name="sources"),
    path("robots.txt", discovery.robots, name="robots"),
    path("sitemap.xml", discovery.sitemap_index, name="sitemap"),
    path("sitemap/<slug:section>.xml", discovery.sitemap_section, name="sitemap_section"),
]
