"""What the house as a whole registers with Wagtail."""

from wagtail import hooks

from . import cms_frame

hooks.register("register_admin_menu_item", cms_frame.back_to_the_site)
hooks.register("construct_main_menu", cms_frame.only_doors_that_open)
hooks.register("construct_settings_menu", cms_frame.settings_of_this_house)
hooks.register("construct_reports_menu", cms_frame.reports_of_this_house)
hooks.register("construct_homepage_panels", cms_frame.first_page, order=1000)
hooks.register("construct_homepage_summary_items", cms_frame.counts_for_administrators, order=1000)
hooks.register("get_avatar_url", cms_frame.face_of)
