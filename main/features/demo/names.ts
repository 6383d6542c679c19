import type { Random } from './random.ts'

/** Given and family names that go together, from the languages heard in a big city's studio. */
const peoples: readonly {
  readonly given: readonly string[]
  readonly family: readonly string[]
}[] = [
  people(
    'Lukas Hannah Felix Jürgen Käthe Annika Moritz Sören Greta Björn Emilia Klara',
    'Müller Schröder Weiß Köhler Krüger Jäger Vogel Brandt Günther Lorenz Böttcher Winkler',
  ),
  people(
    'Zeynep Emre Elif Can Ayşe Deniz Selin Kaan Gül Oğuz',
    'Yılmaz Kaya Demir Şahin Çelik Aydın Öztürk Arslan Koç Doğan',
  ),
  people(
    'Agnieszka Paweł Zofia Michał Łucja Kasia Wojciech Małgorzata Jakub Hania',
    'Nowak Wiśniewska Wójcik Kamińska Zieliński Szymańska Dąbrowski Kozłowska Jankowski Mazur',
  ),
  people(
    'Lucía José Inés Álvaro Sofía Íñigo Carmen Andrés Belén Raúl',
    'García Núñez Martín Peña Sánchez Ibáñez Muñoz Ortega Vázquez Prieto',
  ),
  people(
    'Chloé Théo Léa Hugo Zoé Rémi Maëlle Élodie Gaëtan Noémie',
    'Dubois Lefèvre Moreau Fournier Chevalier Garnier Béranger Rousseau Gauthier Hébert',
  ),
  people(
    'Giulia Matteo Alessia Lorenzo Niccolò Bianca Dario Martina Elena Fabio',
    'Rossi Ferrari Esposito Marchetti Galli Moretti Caruso Rinaldi Leone Villa',
  ),
  people(
    'Freja Anders Åsa Oskar Signe Jørgen Maja Håkon Linnea Elsa',
    'Andersson Nilsson Sørensen Bergström Lindgren Østby Åkesson Holm Dahl Nyström',
  ),
  people(
    'Olivia Jack Priya Grace Owen Fiona Callum Niamh Rhys Imogen',
    "Taylor Bennett O'Connor Murphy Fraser Hughes Clarke Walsh Griffiths Doyle",
  ),
  people(
    'Amina Karim Yasmin Omar Nadia Samir Farah Tariq Salma Idris',
    'Benali Khalil Mansour Rahimi Saleh Farouk Nasser Aziz Darwish Amrani',
  ),
  people(
    'Chiamaka Kwame Ngozi Tunde Ama Sefu Zainab Kofi Adaeze Thabo',
    'Adeyemi Mensah Nwosu Owusu Eze Dlamini Boateng Balogun Mwangi Asante',
  ),
  people(
    'Arjun Ananya Rohan Meera Vikram Kavya Ishaan Diya Nikhil Asha',
    'Sharma Iyer Patel Reddy Menon Kapoor Banerjee Joshi Nair Chopra',
  ),
  people(
    'Linh Minh Haruka Kenji Ji-woo Seo-yeon Wei Xinyi Yuki Thảo',
    'Nguyễn Trần Sato Kobayashi Kim Park Chen Zhang Watanabe Lê',
  ),
  people(
    'Jana Tomáš Petra Ondřej Anežka Luka Ivana Marko Žofie Miloš',
    'Novák Dvořáková Procházka Černý Horváth Kovač Jurić Petrović Babić Veselý',
  ),
  people(
    'Beatriz Tiago Inês João Mariana Gonçalo Matilde Caetano Lívia Rui',
    'Silva Conceição Araújo Magalhães Simões Gonçalves Teixeira Leitão Falcão Brandão',
  ),
]

/** A full name; now and then from two languages, as families are. */
export function nameFrom(random: Random): string {
  const home = random.pick(peoples)
  const other = random.chance(0.12) ? random.pick(peoples) : home
  return `${random.pick(home.given)} ${random.pick(other.family)}`
}

function people(given: string, family: string) {
  return { given: given.split(' '), family: family.split(' ') }
}
