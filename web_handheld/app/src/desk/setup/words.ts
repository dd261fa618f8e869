// How fields, words of choices and lists are called; a word nobody wrote is shown as the file has it.
import { useI18n } from "vue-i18n";

export function useWords() {
  const { t, te } = useI18n();
  const known = (code: string, otherwise: string): string => (te(code) ? t(code) : otherwise);
  return {
    t,
    listName: (name: string): string => known(`app_desk_setup_list_${name}`, name),
    // A field may be called otherwise in one list: a stall's bin is that of its raw goods.
    fieldName: (key: string, list = ""): string => known(`app_desk_setup_field_${list}_${key}`, known(`app_desk_setup_field_${key}`, key)),
    choiceName: (word: string): string => known(`app_desk_setup_choice_${word.toLowerCase()}`, word),
    groupName: (name: string): string => known(`app_desk_setup_group_${name}`, name),
    formName: (code: string | null): string => (code ? known(`app_desk_setup_${code}`, "") : ""),
    templateName: (name: string): string => known(`app_desk_setup_template_${name}`, name),
    // What a setting means; nothing where its key says it.
    settingName: (key: string): string => known(`app_desk_setup_field_setting_${key.replace(".", "_")}`, ""),
    yesNo: (value: unknown): string => t(value ? "app_desk_setup_yes" : "app_desk_setup_no"),
    // A path of a field in words: "names.en" is "Names · en", "codes[2].code" is "Codes 3 · Code".
    pathName: (path: string): string =>
      path.split(".").map((part) => part.replace(/^(\w+)(?:\[(\d+)\])?$/, (_, key: string, at?: string) =>
        known(`app_desk_setup_field_${key}`, key) + (at === undefined ? "" : ` ${Number(at) + 1}`))).join(" · "),
  };
}
